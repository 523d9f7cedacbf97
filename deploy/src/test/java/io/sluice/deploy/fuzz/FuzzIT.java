package io.sluice.deploy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.OpenApi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the OpenAPI document, and what is translated below {@code /ndp} and {@code /diaspora}, with valid, invalid, huge and
 * hostile input, as everybody that there is: no fault of ours, nothing outside the document, and nothing of one tenant for another. {@code
 * -Dsluice.fuzz.rounds=} makes it longer, {@code -Dsluice.fuzz.seed=} another one.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
// Each request has a limit of its own; how many there are is a setting.
@Timeout(value = 6, unit = TimeUnit.HOURS)
class FuzzIT {
    private static final long SEED = Long.getLong("sluice.fuzz.seed", 1);
    private static final int ROUNDS = Integer.getInteger("sluice.fuzz.rounds", 1);
    private static final int FRAMES_A_ROUND = 100;
    private static final OpenApi FRAMES = OpenApi.of("/asyncapi.yaml");
    private static final OpenApi DOCUMENT = OpenApi.of("/openapi.yaml");
    private static final OpenApi NDP = OpenApi.of("/ndp.yaml");
    private static final OpenApi DIASPORA = OpenApi.of("/diaspora.yaml");

    @TempDir
    static Path directory;

    private static Platform platform;
    private static Tenant alpha;
    private static Tenant beta;

    @BeforeAll
    static void start() {
        platform = new Platform(directory);
        alpha = Tenant.prepare(platform.admin(), "alpha", "198.51.100.2");
        beta = Tenant.prepare(platform.admin(), "beta", "198.51.100.3");
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    @Order(1)
    void nobody_else_sees_or_changes_what_a_tenant_has() {
        Map<String, String> before = alpha.fingerprint();
        Person nobody = Person.nobody(platform.wire(), "198.51.100.4");
        Person viewer = Person.user(platform.admin(), "passer", "viewer", "198.51.100.5");
        Person editor = Person.user(platform.admin(), "stranger", "editor", "198.51.100.6");
        Map<String, List<String>> commons = platform.commons();

        List<String> failures = new ArrayList<>();
        for (Person other : List.of(viewer, editor)) {
            failures.addAll(twins(other, other.owning(commons)));
            failures.addAll(frames(other, commons));
        }
        failures.addAll(twins(beta.owner(), beta.told()));
        failures.addAll(frames(beta.owner(), beta.told()));
        failures.addAll(run(
                attack(() -> nobody, commons, alpha.secrets()),
                attack(viewer::renewed, viewer.owning(commons), alpha.secrets()),
                attack(editor::renewed, editor.owning(commons), alpha.secrets()),
                attack(beta.owner()::renewed, beta.told(), alpha.secrets())));

        assertThat(failures).isEmpty();
        assertThat(alpha.fingerprint()).isEqualTo(before);
    }

    /** Who may do everything meets every fault that there is, and may be told everything. */
    @Test
    @Order(2)
    void owners_and_administrators_find_no_fault() {
        Person admin = Person.user(platform.admin(), "second", "admin", "198.51.100.7");

        List<String> failures = new ArrayList<>(run(attack(alpha.owner()::renewed, alpha.told(), List.of())));
        // Last: nothing is safe from an administrator.
        failures.addAll(run(attack(admin::renewed, admin.owning(beta.told()), List.of())));

        assertThat(failures).isEmpty();
        assertThat(platform.errors()).isEmpty();
    }

    private static List<String> twins(Person person, Map<String, List<String>> own) {
        return Stream.of(DOCUMENT, DIASPORA)
                .flatMap(surface -> new Twins(surface, person.renewed(), own, alpha).run(SEED, ROUNDS).stream())
                .toList();
    }

    private static List<String> frames(Person person, Map<String, List<String>> own) {
        return new SocketAttack(FRAMES, person.renewed(), own, alpha, alpha.secrets())
                .run(SEED, FRAMES_A_ROUND * ROUNDS);
    }

    /** On every surface, one after the other, and once more with what removes things. */
    private static Callable<List<String>> attack(
            Supplier<Person> door, Map<String, List<String>> own, List<String> secrets) {
        return () -> {
            List<Attack> attacks = Stream.of(DIASPORA, DOCUMENT, NDP)
                    .map(surface -> new Attack(surface, door, own, alpha, secrets))
                    .toList();
            attacks.forEach(attack -> attack.keep(SEED, ROUNDS));
            attacks.forEach(attack -> attack.remove(SEED, ROUNDS));
            return attacks.stream()
                    .flatMap(attack -> attack.failures().stream())
                    .toList();
        };
    }

    /** All at once. */
    @SafeVarargs
    private static List<String> run(Callable<List<String>>... attacks) {
        ExecutorService threads = Executors.newFixedThreadPool(attacks.length);
        try {
            List<String> failures = new ArrayList<>();
            for (Future<List<String>> each : threads.invokeAll(List.of(attacks))) {
                failures.addAll(each.get());
            }
            return failures;
        } catch (InterruptedException | ExecutionException broken) {
            throw new AssertionError(broken);
        } finally {
            threads.shutdown();
        }
    }
}
