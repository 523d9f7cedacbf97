package io.sluice.deploy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.process.Parts.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CompletableFuture<Void> signal = new CompletableFuture<>();
    private final Parts parts = new Parts(signal);
    private final ConcurrentLinkedQueue<String> stopped = new ConcurrentLinkedQueue<>();

    @Test
    void stops_the_latest_stage_first() {
        for (Stage stage : List.of(Stage.BUS, Stage.GATEWAY, Stage.STORES, Stage.SERVICES)) {
            add(stage, CompletableFuture.completedFuture(stage.name()));
        }

        assertThat(parts.stop(LONG)).isTrue();
        assertThat(stopped).containsExactly("GATEWAY", "SERVICES", "BUS", "STORES");
    }

    @Test
    void stops_what_was_still_starting_and_leaves_out_what_failed_to_start() {
        CompletableFuture<String> starting = new CompletableFuture<>();
        add(Stage.SERVICES, starting);
        add(Stage.SERVICES, CompletableFuture.failedFuture(new IllegalStateException("no")));
        parts.add(Stage.GATEWAY, "late", CompletableFuture.completedFuture("late"), name -> {
            starting.complete("starting");
            return CompletableFuture.completedFuture(null);
        });

        assertThat(parts.stop(LONG)).isTrue();
        assertThat(stopped).containsExactly("starting");
    }

    @Test
    void goes_on_when_a_part_does_not_stop_or_fails_to() {
        parts.add(Stage.GATEWAY, "stuck", CompletableFuture.completedFuture(1), part -> new CompletableFuture<>());
        parts.add(
                Stage.SERVICES,
                "broken",
                CompletableFuture.completedFuture(2),
                part -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
        add(Stage.STORES, CompletableFuture.completedFuture("store"));

        assertThat(parts.stop(Duration.ofMillis(200))).isFalse();
        assertThat(stopped).containsExactly("store");
    }

    @Test
    void waits_for_a_part_but_not_beyond_a_signal() {
        assertThat(parts.await(CompletableFuture.completedFuture("here"))).isEqualTo("here");
        assertThatThrownBy(() -> parts.await(CompletableFuture.failedFuture(new StartFailure("Because."))))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Because.");

        signal.complete(null);

        assertThatThrownBy(() -> parts.await(new CompletableFuture<>())).isInstanceOf(Parts.StopRequested.class);
    }

    @Test
    void closes_a_blocking_part() {
        CompletableFuture<AutoCloseable> started =
                parts.addBlocking(Stage.STORES, "store", () -> () -> stopped.add("closed"));

        assertThat(parts.await(started)).isNotNull();
        assertThat(parts.stop(LONG)).isTrue();
        assertThat(stopped).containsExactly("closed");
    }

    private void add(Stage stage, CompletableFuture<String> started) {
        parts.add(stage, stage.name(), started, name -> {
            stopped.add(name);
            return CompletableFuture.completedFuture(null);
        });
    }
}
