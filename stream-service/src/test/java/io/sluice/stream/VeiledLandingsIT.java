package io.sluice.stream;

import static io.sluice.stream.Landed.column;
import static io.sluice.stream.Landed.into;
import static io.sluice.stream.Landed.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Landings;
import io.sluice.contract.Landings.CountRows;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.ListDeadLetters;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Veiling;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of landings, for people who do not see everything in the records that they were. */
class VeiledLandingsIT {
    private static final Secret SALT = new Secret("salt");

    private static Node node;
    private static Landed landed;

    @BeforeAll
    static void open() {
        node = new Node();
        landed = new Landed(node);
        node.deploy();
        node.catalog.user(Node.ADA);
        node.catalog.user(Node.BOB);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    private static Landing landing(Veiling veiling, String... records) {
        return landing(veiling, records.length, records);
    }

    private static Landing landing(Veiling veiling, int rows, String... records) {
        String topic = "people-" + UUID.randomUUID();
        node.ask(Topics.CREATE, new CreateTopic(Node.ADA, topic, 1, null, Map.of(), null));
        node.catalog.mask(topic, veiling);
        node.kafka.produce(topic, records);
        Landing landing = landed.create(
                topic,
                into(
                        table(),
                        column("id", "int"),
                        column("pn", "text", "personal_number"),
                        column("iban", "text"),
                        column("person", "jsonb"),
                        column("city", "text", "person.address.city"),
                        column("digits", "text", "card"),
                        column("country", "text"),
                        column("open", "boolean")));
        landed.until(landing, rows);
        node.catalog.grant(Kind.LANDING, landing.id().toString(), Node.BOB, Level.VIEWER);
        return landing;
    }

    private static Veiling masks(Map<String, String> fields, String... rows) {
        return new Veiling(fields, List.of(rows), SALT);
    }

    private static List<String> rows(Landing landing, Map<String, String> where) {
        return node.ask(Landings.ROWS, Landed.query(Node.BOB, landing, where, null, 50, null)).items().stream()
                .map(row -> row.replaceFirst(",\"_topic\".*", "}"))
                .toList();
    }

    private static long count(Caller caller, Landing landing) {
        return node.ask(Landings.COUNT, new CountRows(caller, landing.id().toString()))
                .count();
    }

    private static Problem refused(Landing landing, Map<String, String> where, String contains) {
        return node.problem(Landings.ROWS, Landed.query(Node.BOB, landing, where, contains, 50, null));
    }

    private static String person(int id, String country) {
        return "{\"id\":" + id + ",\"personal_number\":\"1850" + id + "\",\"iban\":\"RO49AAAA" + id
                + "\",\"person\":{\"age\":30,\"address\":{\"city\":\"Cluj\",\"street\":\"Lunga\"}},\"email\":\"p" + id
                + "@example.org\",\"open\":true,\"country\":\"" + country + "\"}";
    }

    private static final Map<String, String> PERSONAL = Map.of(
            "personal_number", "remove", "iban", "shorten(4)", "person.address", "remove", "email", "replace(\"-\")");

    /** V-13. */
    @Test
    void rows_are_masked_by_the_fields_that_their_columns_took_and_limited_as_records_are() {
        Landing landing = landing(masks(PERSONAL, "country = 'RO'"), person(1, "RO"), person(2, "DE"), person(3, "RO"));

        assertThat(rows(landing, Map.of())).containsExactly(seen(3), seen(1));
        assertThat(count(Node.BOB, landing)).isEqualTo(2);
        assertThat(rows(landing, Map.of("id", "2"))).isEmpty();
        assertThat(rows(landing, Map.of("id", "3"))).containsExactly(seen(3));
        assertThat(landed.rows(landing, Map.of("iban", "RO49AAAA2")).items().get(0))
                .contains("RO49AAAA2", "18502", "Lunga", "p2@example.org");
        assertThat(count(Node.ADA, landing)).isEqualTo(3);
    }

    private static String seen(int id) {
        return "{\"id\":" + id
                + ",\"iban\":\"RO49…\",\"person\":{\"age\": 30},\"digits\":null,\"country\":\"RO\",\"open\":true,"
                + "\"rest\":{\"email\": \"-\"}}";
    }

    @Test
    void nothing_can_be_asked_of_what_is_not_shown_as_it_is() {
        Landing landing = landing(masks(PERSONAL), person(1, "RO"));
        for (Map<String, String> where : List.of(
                Map.of("iban", "RO49AAAA1"),
                Map.of("pn", "18501"),
                Map.of("personal_number", "18501"),
                Map.of("city", "Cluj"),
                Map.of("person.address.street", "Lunga"),
                Map.of("person.age", "30"),
                Map.of("email", "p1@example.org"),
                Map.of("rest.email", "p1@example.org"))) {
            assertThat(refused(landing, where, null)).isInstanceOf(Problem.Invalid.class);
        }
        assertThat(refused(landing, Map.of(), "{\"email\":\"p1@example.org\"}")).isInstanceOf(Problem.Invalid.class);
        assertThat(refused(landing, Map.of(), "{\"iban\":\"RO49AAAA1\"}")).isInstanceOf(Problem.Invalid.class);
        assertThat(rows(landing, Map.of("country", "RO", "open", "true"))).hasSize(1);
    }

    @Test
    void a_document_that_lands_as_a_text_is_not_shown_and_what_was_no_json_is_withheld() {
        Landing landing = landing(
                masks(Map.of("card.number", "remove", "iban", "hash")),
                "{\"id\":1,\"card\":{\"number\":4111},\"iban\":\"X1\"}");
        assertThat(rows(landing, Map.of()).get(0))
                .doesNotContain("4111")
                .doesNotContain("X1")
                .contains("\"id\":1");

        String topic = "texts-" + UUID.randomUUID();
        node.ask(Topics.CREATE, new CreateTopic(Node.ADA, topic, 1, null, Map.of(), null));
        node.catalog.mask(topic, masks(Map.of("iban", "remove")));
        Landing texts = landed.create(topic, into(table()));
        node.kafka.produce(topic, "iban=RO1", "{\"iban\":\"RO2\",\"n\":1}", "[{\"iban\":\"RO3\"}]");
        landed.until(texts, 3);
        node.catalog.grant(Kind.LANDING, texts.id().toString(), Node.BOB, Level.VIEWER);
        assertThat(rows(texts, Map.of()))
                .containsExactly("{\"rest\":[{}]}", "{\"rest\":{\"n\": 1}}", "{\"rest\":null}");
    }

    @Test
    void conditions_on_records_are_asked_of_columns_or_nothing_is_shown() {
        String[] records = {person(1, "RO"), person(2, "DE"), "{\"id\":3}"};
        for (String told : List.of(
                "id in (1, 2) and country != 'DE'",
                "id < 1.5",
                "not (country = 'DE')",
                "open = true and not id = 2",
                "country is null or country in ('RO', 'FR')")) {
            Landing landing = landing(masks(Map.of(), told), records);
            assertThat(rows(landing, Map.of("id", "1"))).as(told).hasSize(1);
            assertThat(rows(landing, Map.of("id", "2"))).as(told).isEmpty();
        }
        for (String untold : List.of(
                "email = 'p1@example.org'",
                "person.age = 30",
                "lower(country) = 'ro'",
                "country like 'R%'",
                "exists(country)",
                "country > 'A'",
                "$timestamp > time('2020-01-01T00:00:00Z')")) {
            Landing landing = landing(masks(Map.of(), untold), records);
            assertThat(refused(landing, Map.of(), null)).as(untold).isInstanceOf(Problem.Forbidden.class);
            assertThat(node.problem(
                            Landings.COUNT, new CountRows(Node.BOB, landing.id().toString())))
                    .isInstanceOf(Problem.Forbidden.class);
        }
    }

    @Test
    void dead_letters_are_whole_records_and_are_shown_to_those_who_see_them_whole() {
        Landing landing = landing(masks(PERSONAL), 0, "{\"id\":\"none\",\"iban\":\"RO1\"}");
        Node.eventually()
                .untilAsserted(() -> assertThat(landed.deadLetters(landing)).hasSize(1));
        assertThat(node.problem(
                        Landings.DEAD_LETTERS,
                        new ListDeadLetters(Node.BOB, landing.id().toString(), null, 50, null)))
                .isInstanceOf(Problem.Forbidden.class);
    }
}
