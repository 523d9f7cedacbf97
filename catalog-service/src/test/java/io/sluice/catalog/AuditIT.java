package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Audit;
import io.sluice.contract.Audit.Actor;
import io.sluice.contract.Audit.Entry;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Audit.Outcome;
import io.sluice.contract.Audit.Thing;
import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditIT {
    private final CatalogUnderTest catalog = new CatalogUnderTest();

    @BeforeEach
    void start() {
        catalog.start();
    }

    @AfterEach
    void stop() {
        catalog.stop();
    }

    private Event event(@Nullable String user, String action, String topic, @Nullable String owner) {
        return new Event(
                UUID.randomUUID(),
                catalog.clock.instant(),
                new Actor(user, "session", "127.0.0.1", null),
                action,
                new Thing("topic", topic, null, owner),
                Outcome.ALLOWED,
                "role editor",
                200,
                "request-1",
                Map.of("partitions", "3"));
    }

    private void append(Event... events) {
        catalog.ask(Audit.APPEND, new Audit.Append(List.of(events)));
    }

    private static Audit.Terms all() {
        return new Audit.Terms(null, null, null, null, null, null, null, null, null);
    }

    private List<Entry> find(Caller caller, Audit.Terms terms) {
        return catalog.ask(Audit.SEARCH, new Audit.Search(caller, terms, 100, null))
                .items();
    }

    private List<Long> numbers(Caller caller) {
        return find(caller, all()).stream().map(Entry::seq).toList();
    }

    private Audit.Verdict verify() {
        return catalog.ask(Audit.VERIFY, new Audit.Verify(CatalogUnderTest.ADMIN, 0));
    }

    @Test
    void what_is_brought_at_once_from_everywhere_and_again_is_kept_once_without_a_gap() {
        List<List<Event>> batches = IntStream.range(0, 20)
                .mapToObj(batch -> IntStream.range(0, 10)
                        .mapToObj(one -> event("alice", "topic.create", "t-" + batch + "-" + one, null))
                        .toList())
                .toList();
        List<Future<?>> brought = new ArrayList<>();
        for (List<Event> batch : batches) {
            brought.add(Audit.APPEND.call(catalog.vertx, new Audit.Append(batch)));
            brought.add(Audit.APPEND.call(catalog.vertx, new Audit.Append(batch)));
        }
        Future.all(brought).await();

        List<Entry> kept = catalog.ask(Audit.FOLLOW, new Audit.Follow(0, 1_000)).items();

        assertThat(kept.stream().map(Entry::seq))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(kept.stream().map(entry -> entry.event().id()))
                .containsExactlyInAnyOrderElementsOf(
                        batches.stream().flatMap(List::stream).map(Event::id).toList());
        assertThat(kept.get(0).event().details()).containsEntry("partitions", "3");
        assertThat(verify()).isEqualTo(new Audit.Verdict(1, 200, null, null));
    }

    @Test
    void entries_are_not_changed_or_removed_by_any_statement() {
        append(event("alice", "topic.create", "rides", "alice"));
        for (String statement : List.of(
                "update catalog.audit set username = 'bob'",
                "delete from catalog.audit",
                "truncate catalog.audit",
                "set sluice.audit_forget = '1'; delete from catalog.audit where recorded_at > now() - interval '1 hour'"
                        + " or seq > 1 returning pg_sleep(0); update catalog.audit set rule = ''")) {
            assertThatThrownBy(() -> execute(statement)).as(statement).isInstanceOf(SQLException.class);
        }
        assertThat(numbers(CatalogUnderTest.ADMIN)).containsExactly(1L);
    }

    @Test
    void whoever_gets_around_the_triggers_is_found_out() throws SQLException {
        for (int i = 0; i < 5; i++) {
            append(event("alice", "topic.create", "t" + i, null));
        }
        assertThat(verify().brokenAt()).isNull();

        behindTheBack("update catalog.audit set username = 'bob' where seq = 3");
        assertThat(verify()).isEqualTo(new Audit.Verdict(1, 2, 3L, null));
        behindTheBack("update catalog.audit set username = 'alice' where seq = 3");
        assertThat(verify().brokenAt()).isNull();

        behindTheBack("delete from catalog.audit where seq = 2");
        assertThat(verify().brokenAt()).isEqualTo(2L);
        behindTheBack("delete from catalog.audit where seq in (1, 2)");
        assertThat(verify().brokenAt()).isEqualTo(1L);
    }

    @Test
    void an_end_that_was_cut_off_is_found_out() throws SQLException {
        append(event("alice", "topic.create", "one", null), event("alice", "topic.delete", "one", null));
        behindTheBack("delete from catalog.audit where seq = 2");
        assertThat(verify().brokenAt()).isEqualTo(2L);
        behindTheBack("delete from catalog.audit");
        assertThat(verify().brokenAt()).isEqualTo(1L);
    }

    @Test
    void everybody_finds_what_they_did_and_what_was_done_to_what_they_own() {
        append(
                event("alice", "topic.create", "hers", "alice"),
                event("bob", "topic.delete", "hers", null),
                event("bob", "topic.create", "his", "bob"),
                event(null, "topic.read", "nobodys", null));
        append(event("vera", "live.begin", "hers", null));

        assertThat(numbers(CatalogUnderTest.ADMIN)).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(numbers(CatalogUnderTest.ALICE)).containsExactly(5L, 2L, 1L);
        assertThat(numbers(CatalogUnderTest.BOB)).containsExactly(3L, 2L);
        assertThat(numbers(CatalogUnderTest.VERA)).containsExactly(5L);
    }

    @Test
    void who_was_not_let_in_is_not_told_whose_it_is() {
        append(event("alice", "topic.create", "hers", "alice"), missed("bob", "hers"), missed("bob", "nobodys"));

        assertThat(owners(CatalogUnderTest.BOB)).containsExactly(null, null);
        assertThat(owners(CatalogUnderTest.ALICE)).containsExactly("alice", "alice");
        assertThat(owners(CatalogUnderTest.ADMIN)).containsExactly(null, "alice", "alice");
        assertThat(verify().brokenAt()).isNull();
    }

    private Event missed(String user, String topic) {
        Event done = event(user, "topic.delete", topic, null);
        return new Event(
                done.id(),
                done.at(),
                done.actor(),
                done.action(),
                done.thing(),
                Outcome.FAILED,
                "not_found",
                404,
                done.request(),
                done.details());
    }

    private List<@Nullable String> owners(Caller caller) {
        return find(caller, all()).stream()
                .map(entry -> entry.event().thing().owner())
                .toList();
    }

    @Test
    void the_owner_of_a_dataset_is_known_without_having_been_told() {
        catalog.organization("lab");
        UUID dataset = catalog.create(NewDataset.named("buoys").in("lab")).id();
        Event event = event("bob", "dataset.delete", dataset.toString(), null);
        append(new Event(
                event.id(),
                event.at(),
                event.actor(),
                event.action(),
                new Thing("dataset", dataset.toString(), null, null),
                Outcome.REFUSED,
                "not the owner",
                403,
                "r",
                Map.of()));
        assertThat(find(CatalogUnderTest.ALICE, all())).hasSize(1);
    }

    @Test
    void a_search_has_its_terms_and_pages() {
        append(event("alice", "topic.create", "rides", "alice"), event("bob", "topic.delete", "taxis", "bob"));
        catalog.clock.advance(Duration.ofHours(1));
        append(event("alice", "topic.delete", "rides", "alice"));

        Audit.Terms text = new Audit.Terms(null, null, null, null, null, null, null, null, "TAXI");
        assertThat(find(CatalogUnderTest.ADMIN, text)).extracting(Entry::seq).containsExactly(2L);
        Audit.Terms many = new Audit.Terms(
                "alice",
                "topic.delete",
                "topic",
                "rides",
                Outcome.ALLOWED,
                "127.0.0.1",
                catalog.clock.instant(),
                catalog.clock.instant().plusSeconds(1),
                null);
        assertThat(find(CatalogUnderTest.ADMIN, many)).extracting(Entry::seq).containsExactly(3L);
        Audit.Terms until = new Audit.Terms(null, null, null, null, null, null, null, catalog.clock.instant(), null);
        assertThat(find(CatalogUnderTest.ADMIN, until)).extracting(Entry::seq).containsExactly(2L, 1L);

        Audit.Entries first = catalog.ask(Audit.SEARCH, new Audit.Search(CatalogUnderTest.ADMIN, all(), 2, null));
        Audit.Entries rest =
                catalog.ask(Audit.SEARCH, new Audit.Search(CatalogUnderTest.ADMIN, all(), 2, first.next()));
        assertThat(first.items()).extracting(Entry::seq).containsExactly(3L, 2L);
        assertThat(rest.items()).extracting(Entry::seq).containsExactly(1L);
        assertThat(rest.next()).isNull();
    }

    @Test
    void only_what_is_a_users_name_is_kept_of_what_was_typed_as_one() {
        catalog.ask(
                Identity.CREATE_USER,
                new Identity.CreateUser(CatalogUnderTest.ADMIN, "grace", new Secret("correct horse"), Role.VIEWER));
        append(failedSignIn("grace"), failedSignIn("correct-horse-battery"));

        assertThat(find(CatalogUnderTest.ADMIN, all()).stream()
                        .map(entry -> entry.event().actor().user()))
                .containsExactly(null, "grace");
        assertThat(catalog.sql("select a::text from catalog.audit a")).noneMatch(row -> row.contains("battery"));
    }

    private Event failedSignIn(String claimed) {
        return new Event(
                UUID.randomUUID(),
                catalog.clock.instant(),
                new Actor(null, "none", "127.0.0.1", new Secret(claimed)),
                "session.sign-in",
                new Thing("session", null, null, null),
                Outcome.REFUSED,
                "no valid identity",
                401,
                "r",
                Map.of());
    }

    @Test
    void credentials_and_what_cannot_be_stored_are_taken_out_of_any_text() {
        append(event("alice", "topic.delete", "slk_0123456789abcdef_" + "s3cret".repeat(7), null));
        append(event("alice", "topic.delete", "eyJhbGciOi.eyJzdWIiOiJ.c2lnbmF0dXJl", null));
        append(event("alice", "topic.delete", "a\u0000b\nc\ud83d" + "x".repeat(10_000), null));

        List<Entry> kept = find(CatalogUnderTest.ADMIN, all());
        assertThat(kept)
                .extracting(entry -> entry.event().thing().id())
                .element(0)
                .satisfies(id -> assertThat(id).startsWith("a?b?c?x").hasSize(300));
        assertThat(kept.subList(1, 3))
                .extracting(entry -> entry.event().thing().id())
                .containsOnly("***");
    }

    @Test
    void what_is_older_than_the_retention_goes_and_the_rest_of_the_chain_stays_good() throws Exception {
        append(event("alice", "topic.create", "old", null), event("alice", "topic.delete", "old", null));
        catalog.clock.advance(Duration.ofDays(401));
        append(event("alice", "topic.create", "new", null));
        catalog.vertx.undeploy(catalog.deployment).await();

        assertThat(catalog.sql("select catalog.audit_forget('"
                        + catalog.clock.instant().minus(Duration.ofDays(400)) + "')"))
                .containsExactly(String.valueOf(2));
        catalog.deployment = catalog.deploy();

        assertThat(numbers(CatalogUnderTest.ADMIN)).containsExactly(3L);
        assertThat(verify()).isEqualTo(new Audit.Verdict(3, 3, null, null));
        append(event("alice", "topic.delete", "new", null));
        assertThat(verify()).isEqualTo(new Audit.Verdict(3, 4, null, null));
        behindTheBack("delete from catalog.audit where seq = 3");
        assertThat(verify().brokenAt()).isEqualTo(3L);
    }

    /** A time that is looked at twice is two times. */
    @Test
    void the_time_that_is_kept_is_the_one_that_the_digest_is_of() {
        catalog.clock.go();
        append(event("alice", "topic.create", "one", null), event("alice", "topic.create", "two", null));
        assertThat(verify()).isEqualTo(new Audit.Verdict(1, 2, null, null));
    }

    @Test
    void only_administrators_verify() {
        assertThat(catalog.refused(Audit.VERIFY, new Audit.Verify(CatalogUnderTest.ALICE, 0)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = catalog.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private void behindTheBack(String statement) throws SQLException {
        execute("alter table catalog.audit disable trigger all; " + statement
                + "; alter table catalog.audit enable trigger all");
    }
}
