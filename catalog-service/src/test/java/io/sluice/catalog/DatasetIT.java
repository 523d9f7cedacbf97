package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.BOB;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.contract.Template;
import io.sluice.contract.Topics;
import io.sluice.contract.Violation;
import io.sluice.runtime.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatasetIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeAll
    static void organization() {
        CATALOG.organization("utah");
    }

    @Test
    void a_dataset_is_found_by_id_and_by_name_exactly_as_it_was_created() {
        Map<String, String> mapping = new LinkedHashMap<>();
        mapping.put("zeta", "a.b");
        mapping.put("a", "c[0]");
        Dataset created = CATALOG.create(NewDataset.named("as-created")
                .tagged("air", "pm 2.5")
                .noted("Notes with \"quotes\", 100 % and \\")
                .mapped(mapping)
                .with(json("{\"z\":1.10,\"a\":{\"big\":12345678901234567890123,\"nil\":null,\"nul\":\"\\u0000\"}}")));

        assertThat(find(VERA, "as-created")).isEqualTo(created);
        assertThat(find(VERA, created.id().toString())).isEqualTo(created);
        assertThat(find(VERA, "as-created").mapping()).containsExactlyEntriesOf(mapping);
        assertThat(text(find(VERA, "as-created").extras()))
                .isEqualTo("{\"z\":1.10,\"a\":{\"big\":12345678901234567890123,\"nil\":null,\"nul\":\"\\u0000\"}}");
        assertThat(created.createdAt()).isEqualTo(CATALOG.clock.instant());
        assertThat(created.paused()).isFalse();
    }

    @Test
    void every_fault_of_the_input_is_told_at_once() {
        Problem problem = CATALOG.refused(
                Catalog.CREATE_DATASET,
                NewDataset.named("No Name")
                        .titled("t".repeat(201))
                        .noted("n".repeat(20_001))
                        .tagged("", "t".repeat(101))
                        .in("nowhere")
                        .mapped(Map.of("a/b~", ""))
                        .with(Map.of("k", "v".repeat(65 * 1024)))
                        .from(Source.Kafka.of("../topic"))
                        .request());

        assertThat(pointers(problem))
                .containsExactlyInAnyOrder(
                        "/name",
                        "/title",
                        "/notes",
                        "/tags/0",
                        "/tags/1",
                        "/organization",
                        "/mapping/a~1b~0",
                        "/extras",
                        "/source/topic");
    }

    @Test
    void a_directory_of_the_machine_is_registered_by_administrators_only() {
        NewDataset inbox =
                NewDataset.named("inbox-of-files").from(new Source.Directory("/srv/inbox", "inbox-of-files", 1));
        assertThat(CATALOG.refused(Catalog.CREATE_DATASET, inbox.request())).isInstanceOf(Problem.Forbidden.class);
        assertThat(CATALOG.create(inbox.by(ADMIN)).topic()).isEqualTo("inbox-of-files");
    }

    @Test
    void names_that_look_like_ids_and_texts_that_cannot_be_stored_are_refused() {
        assertThat(refusedPointers(NewDataset.named("0b0e7a0e-2c8b-4b5e-9d0a-3c1d2e3f4a5b")))
                .containsExactly("/name");
        assertThat(refusedPointers(NewDataset.named("nul").titled("a\0b"))).containsExactly("/title");
        assertThat(refusedPointers(NewDataset.named("half").noted("\ud83dĢ"))).containsExactly("/notes");
        assertThat(refusedPointers(NewDataset.named("half").with(Map.of("k", "\ud83dĢ"))))
                .containsExactly("/extras");
        assertThat(refusedPointers(NewDataset.named("deep").with(nested(70)))).containsExactly("/extras");
        assertThat(refusedPointers(NewDataset.named("many")
                        .tagged(IntStream.range(0, 51).mapToObj(i -> "tag" + i).toArray(String[]::new))))
                .containsExactly("/tags");
        assertThat(refusedPointers(NewDataset.named("internal").from(Source.Kafka.of("__consumer_offsets"))))
                .containsExactly("/source/topic");
    }

    @Test
    void viewers_do_not_create() {
        assertThat(CATALOG.refused(
                        Catalog.CREATE_DATASET, NewDataset.named("no").by(VERA).request()))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void what_comes_once_is_kept_for_ever_and_what_brings_its_times_is_limited_by_size() {
        CATALOG.create(NewDataset.named("kept-file").from(new Source.Csv("https://e.org/a.csv", "kept-file", 1)));
        CATALOG.create(
                NewDataset.named("kept-copy").from(new Source.Kafka("there", "b.org:9092", null, "kept-copy", 1)));
        CATALOG.create(NewDataset.named("kept-feed").from(new Source.EventStream("https://e.org/s", "kept-feed", 1)));

        assertThat(topicOf("kept-file").configs()).containsEntry("retention.ms", "-1");
        assertThat(topicOf("kept-copy").configs())
                .containsEntry("retention.ms", "-1")
                .containsEntry("retention.bytes", "10737418240");
        assertThat(topicOf("kept-feed").configs()).doesNotContainKey("retention.ms");
    }

    private static Topics.CreateTopic topicOf(String dataset) {
        return CATALOG.streams.created.stream()
                .filter(ask -> dataset.equals(ask.dataset()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_generator_gets_its_topic_before_it_exists_and_loses_it_when_deleted() {
        Dataset created = CATALOG.create(NewDataset.named("made-up").generated());

        assertThat(CATALOG.streams.created).anySatisfy(ask -> {
            assertThat(ask.name()).isEqualTo("made-up");
            assertThat(ask.dataset()).isEqualTo("made-up");
            assertThat(ask.caller()).isEqualTo(ALICE);
        });
        assertThat(sources()).contains(created);

        assertThat(delete(ALICE, "made-up")).isEqualTo(new Done(true));
        assertThat(CATALOG.streams.removed).anySatisfy(ask -> {
            assertThat(ask.dataset()).isEqualTo(created.id());
            assertThat(ask.topic()).isEqualTo("made-up");
        });
        assertThat(sources()).doesNotContain(created);
        assertThat(delete(ALICE, "made-up")).isEqualTo(new Done(false));
    }

    @Test
    void a_generator_whose_topic_exists_is_a_conflict_and_leaves_no_trace() {
        CATALOG.streams.topics.add("somebody-elses");
        var request = NewDataset.named("wants-topic")
                .from(new Source.Generator(Template.ORDERS, 1, "somebody-elses", 1, 7L))
                .request();

        assertThat(CATALOG.refused(Catalog.CREATE_DATASET, request))
                .isEqualTo(Problem.Conflict.taken("topic", "somebody-elses"));
        assertThat(CATALOG.streams.topics).contains("somebody-elses");
        assertThat(CATALOG.refused(Catalog.FIND_DATASET, new Catalog.FindDataset(ADMIN, "wants-topic")))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_taken_name_is_a_conflict_before_any_topic_is_made() {
        CATALOG.create(NewDataset.named("name-taken"));

        assertThat(CATALOG.refused(
                        Catalog.CREATE_DATASET,
                        NewDataset.named("name-taken").generated().request()))
                .isEqualTo(Problem.Conflict.taken("dataset", "name-taken"));
        assertThat(CATALOG.streams.topics).doesNotContain("name-taken");
    }

    @Test
    void private_datasets_are_not_there_for_others() {
        CATALOG.create(NewDataset.named("hidden").secret());

        assertThat(find(ALICE, "hidden").isPrivate()).isTrue();
        assertThat(find(ADMIN, "hidden").owner()).isEqualTo("alice");
        for (Caller other : List.of(BOB, VERA)) {
            assertThat(CATALOG.refused(Catalog.FIND_DATASET, new Catalog.FindDataset(other, "hidden")))
                    .isEqualTo(Problem.NotFound.of("dataset", "hidden"));
        }
        assertThat(CATALOG.refused(Catalog.UPDATE_DATASET, title(BOB, "hidden", "Mine")))
                .isEqualTo(Problem.NotFound.of("dataset", "hidden"));
        assertThat(delete(BOB, "hidden")).isEqualTo(new Done(false));
        assertThat(find(ALICE, "hidden").title()).isEqualTo("A title");
    }

    @Test
    void only_its_owner_and_administrators_change_a_dataset() {
        CATALOG.create(NewDataset.named("alices"));

        assertThat(CATALOG.refused(Catalog.UPDATE_DATASET, title(BOB, "alices", "Mine")))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(CATALOG.refused(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(BOB, "alices")))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(CATALOG.refused(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(VERA, "alices")))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(CATALOG.ask(Catalog.UPDATE_DATASET, title(ADMIN, "alices", "Better"))
                        .title())
                .isEqualTo("Better");
        assertThat(delete(Caller.SYSTEM, "alices")).isEqualTo(new Done(true));
    }

    @Test
    void an_update_changes_what_it_names_and_nothing_else() {
        Dataset before =
                CATALOG.create(NewDataset.named("updated").tagged("old").generated());
        CATALOG.clock.advance(Duration.ofMinutes(1));
        var ask = new Catalog.UpdateDataset(
                ALICE,
                "updated",
                null,
                null,
                "Noted",
                List.of("new"),
                "CC0",
                null,
                Map.of("k", 1),
                null,
                null,
                null,
                new Source.Generator(Template.TIMESTAMP, 5.0, "updated", 1, null),
                null);

        Dataset after = CATALOG.ask(Catalog.UPDATE_DATASET, ask);

        assertThat(after.title()).isEqualTo(before.title());
        assertThat(after.notes()).isEqualTo("Noted");
        assertThat(after.tags()).containsExactly("new");
        assertThat(after.license()).isEqualTo("CC0");
        assertThat(after.source()).isEqualTo(new Source.Generator(Template.TIMESTAMP, 5.0, "updated", 1, null));
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isEqualTo(before.createdAt().plusSeconds(60));
        assertThat(find(VERA, "updated")).isEqualTo(after);
    }

    @Test
    void a_wrong_update_is_refused_where_it_is_wrong() {
        CATALOG.create(NewDataset.named("wrongly-updated"));

        assertThat(pointers(CATALOG.refused(Catalog.UPDATE_DATASET, rate("wrongly-updated", 1.0))))
                .containsExactly("/source/type");
        assertThat(pointers(CATALOG.refused(
                        Catalog.UPDATE_DATASET,
                        new Catalog.UpdateDataset(
                                ALICE,
                                "wrongly-updated",
                                null,
                                "nowhere",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null))))
                .containsExactly("/organization");
        assertThat(pointers(CATALOG.refused(Catalog.UPDATE_DATASET, title(ALICE, "wrongly-updated", ""))))
                .containsExactly("/title");
        assertThat(CATALOG.refused(Catalog.UPDATE_DATASET, title(ALICE, "not-there", "T")))
                .isEqualTo(Problem.NotFound.of("dataset", "not-there"));
    }

    @Test
    void generators_pause_and_resume_and_nothing_else_does() {
        CATALOG.create(NewDataset.named("pausable").generated());
        CATALOG.create(NewDataset.named("not-pausable"));

        assertThat(run("pausable", true).paused()).isTrue();
        assertThat(find(VERA, "pausable").paused()).isTrue();
        assertThat(sources()).anySatisfy(source -> assertThat(source.name()).isEqualTo("pausable"));
        assertThat(run("pausable", true).paused()).isTrue();
        assertThat(run("pausable", false).paused()).isFalse();
        assertThat(CATALOG.refused(Catalog.RUN_DATASET, new Catalog.RunDataset(ALICE, "not-pausable", true)))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(CATALOG.refused(Catalog.RUN_DATASET, new Catalog.RunDataset(BOB, "pausable", true)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    private static Dataset find(Caller caller, String ref) {
        return CATALOG.ask(Catalog.FIND_DATASET, new Catalog.FindDataset(caller, ref));
    }

    private static Done delete(Caller caller, String ref) {
        return CATALOG.ask(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(caller, ref));
    }

    private static Dataset run(String ref, boolean paused) {
        return CATALOG.ask(Catalog.RUN_DATASET, new Catalog.RunDataset(ALICE, ref, paused));
    }

    private static List<Dataset> sources() {
        return CATALOG.ask(Catalog.LIST_SOURCES, new Catalog.ListSources()).items();
    }

    private static Catalog.UpdateDataset title(Caller caller, String ref, String title) {
        return new Catalog.UpdateDataset(
                caller, ref, title, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static Catalog.UpdateDataset rate(String ref, double rate) {
        return new Catalog.UpdateDataset(
                ALICE,
                ref,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new Source.Generator(Template.TIMESTAMP, rate, ref, 1, null),
                null);
    }

    private static List<String> refusedPointers(NewDataset dataset) {
        return pointers(CATALOG.refused(Catalog.CREATE_DATASET, dataset.request()));
    }

    private static List<String> pointers(Problem problem) {
        assertThat(problem).isInstanceOf(Problem.Invalid.class);
        return ((Problem.Invalid) problem)
                .violations().stream().map(Violation::pointer).toList();
    }

    private static Map<String, Object> nested(int levels) {
        Map<String, Object> value = Map.of();
        for (int i = 0; i < levels; i++) {
            value = Collections.singletonMap("in", value);
        }
        return value;
    }

    private static Map<String, Object> json(String text) {
        try {
            return Json.MAPPER.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }

    private static String text(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }
}
