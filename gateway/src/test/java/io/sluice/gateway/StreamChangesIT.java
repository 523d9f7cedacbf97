package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Streams;
import io.sluice.contract.Streams.Change;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Upgrade;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of definitions: what a request does not say is that of the version that runs. */
class StreamChangesIT {
    private static final Definition PLAIN =
            new Definition(List.of(), true, List.of(), List.of("rides"), "a > 1", "", "latest", List.of("b > 2"));
    private static final String WINDOW = "select PU, count(*) as n from rides window tumbling (size 1 hour)"
            + " timestamp by t where a > 1 group by PU emit changes";
    private static final String PATH = "/api/v1/streams/s";

    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
    }

    @Test
    void a_part_is_changed_and_the_others_stay() {
        Change change = changed(PLAIN, "{\"where\":\"a > 5\"}");

        assertThat(change.version()).isEqualTo(3);
        assertThat(change.source())
                .isEqualTo(new Definition(
                        List.of(), true, List.of(), List.of("rides"), "a > 5", "", "latest", List.of("b > 2")));
    }

    @Test
    void members_of_the_source_are_changed_one_by_one_and_null_takes_a_part_away() {
        Definition other = changed(PLAIN, "{\"source\":{\"datasets\":[\"d\"],\"where\":null},\"filters\":null}")
                .source();

        assertThat(other)
                .isEqualTo(new Definition(List.of(), true, List.of("d"), List.of(), "", "", "latest", List.of()));
    }

    @Test
    void a_window_is_changed_beside_the_filter_and_the_sources_of_its_query() {
        String sql = changed(
                        Definition.query(WINDOW, "earliest"),
                        "{\"window\":{\"type\":\"hopping\",\"size\":\"5m\",\"advance\":\"1m\"}}")
                .source()
                .sql();

        assertThat(sql).contains("from rides", "hopping (size 5 minutes", "where a > 1", "group by PU");
    }

    @Test
    void a_filter_is_changed_beside_the_window_of_its_query() {
        Definition other = changed(Definition.query(WINDOW, "earliest"), "{\"where\":\"a > 7\"}")
                .source();

        assertThat(other.sql()).contains("where a > 7", "size 1 hour", "group by PU");
        assertThat(other.from()).isEqualTo("earliest");
    }

    @Test
    void a_text_stands_for_all_but_the_start_and_the_branches() {
        Definition old = PLAIN.withBranches(List.of(new Definition.Branch("b", "x = 1", "")));

        Definition other = changed(old, "{\"sql\":\"select * from rides\",\"from\":\"earliest\"}")
                .source();

        assertThat(other.sql()).isEqualTo("select * from rides");
        assertThat(other.from()).isEqualTo("earliest");
        assertThat(other.branches()).isEqualTo(old.branches());
        assertThat(other.topics()).isEmpty();
    }

    @Test
    void what_is_pending_is_shown_and_called_off_by_null() {
        gateway.peers().answer(Streams.UPDATE, stream(PLAIN));

        Reply reply = gateway.patch(PATH, "{\"upgrade\":null}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(gateway.peers().asked(Streams.UpdateStream.class).change().source())
                .isNull();
        assertThat(reply.json().path("version").asInt()).isEqualTo(3);
        assertThat(reply.json().at("/upgrade/version").asInt()).isEqualTo(4);
        assertThat(reply.json().at("/upgrade/state").asText()).isEqualTo("FAILED");
        assertThat(reply.json().at("/upgrade/lag").asLong()).isEqualTo(17);
        assertThat(reply.json().at("/upgrade/reason").asText()).isEqualTo("so");
    }

    @Test
    void a_fault_is_told_where_it_was_written() {
        gateway.peers().answer(Streams.FIND, stream(PLAIN));

        Reply filter = gateway.patch(PATH, "{\"where\":\"a >\"}");
        Reply unknown = gateway.patch(PATH, "{\"wher\":\"a > 1\"}");

        assertThat(filter.status()).isEqualTo(400);
        assertThat(filter.json().at("/violations/0/pointer").asText()).isEqualTo("/where");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(gateway.peers().allAsked(Streams.UpdateStream.class)).isEmpty();
    }

    private Change changed(Definition old, String body) {
        gateway.peers().answer(Streams.FIND, stream(old));
        gateway.peers().answer(Streams.UPDATE, stream(old));

        Reply reply = gateway.patch(PATH, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return gateway.peers().asked(Streams.UpdateStream.class).change();
    }

    private static Streams.Stream stream(Definition definition) {
        return new Streams.Stream(
                UUID.randomUUID(),
                "s",
                "s",
                null,
                null,
                State.RUNNING,
                null,
                List.of(new Streams.StreamSource("rides", null)),
                definition,
                false,
                "ada",
                Instant.EPOCH,
                new Streams.Stats(0, 0, 0, 0, 0),
                null,
                3,
                new Upgrade(4, State.FAILED, 17, "so"));
    }
}
