package io.sluice.stream;

import static io.sluice.stream.Landed.column;
import static io.sluice.stream.Landed.into;
import static io.sluice.stream.Landed.of;
import static io.sluice.stream.Landed.required;
import static io.sluice.stream.Landed.table;
import static io.sluice.stream.Landed.upsert;
import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.EVE;
import static io.sluice.stream.Node.ROOT;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Landings;
import io.sluice.contract.Landings.CountRows;
import io.sluice.contract.Landings.CreateLanding;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.DeleteLanding;
import io.sluice.contract.Landings.FindLanding;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.ListLandings;
import io.sluice.contract.Landings.Mode;
import io.sluice.contract.Landings.Origin;
import io.sluice.contract.Landings.UpdateLanding;
import io.sluice.contract.Problem;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Template;
import io.sluice.contract.Topics;
import io.sluice.runtime.Database;
import io.sluice.testkit.TestPostgres;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables that are there already, databases that are not ours, names that are not nice, and who may do what. */
class LandingTablesIT {
    private static Node node;
    private static Landed landed;

    @BeforeAll
    static void start() {
        node = new Node();
        landed = new Landed(node);
        landed.sql("create schema landed");
        node.deploy();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static List<String> faults(Caller caller, CreateLanding ask) {
        Problem problem = node.problem(
                Landings.CREATE, new CreateLanding(caller, ask.name(), ask.source(), ask.definition(), ask.database()));
        assertThat(problem).isInstanceOf(Problem.Invalid.class);
        return ((Problem.Invalid) problem)
                .violations().stream()
                        .map(fault -> fault.pointer() + " " + fault.reason())
                        .toList();
    }

    private static Definition definition(
            String table, @Nullable String schema, List<String> key, Mode mode, Landings.Column... columns) {
        return new Definition(table, schema, List.of(columns), key, mode, "rest", false, "earliest", null);
    }

    @Test
    void every_difference_to_a_table_that_is_there_is_told_with_its_column() {
        String topic = node.kafka.newTopic("there", 1);
        String table = table();
        landed.sql("create table landed." + table + " (id text, name varchar(10) not null, extra int not null,"
                + " _topic text not null, _partition bigint not null, _offset bigint not null)");

        assertThat(node.problem(Landings.CREATE, of(topic, into(table)))).isInstanceOf(Problem.Forbidden.class);
        landed.sql("comment on table landed." + table + " is 'Made by a Sluice landing of ada'");

        List<String> faults = faults(
                ADA,
                of(
                        topic,
                        upsert(
                                table,
                                List.of("id"),
                                column("id", "int"),
                                column("name", "varchar(10)"),
                                column("b", "date"))));

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "/columns/0/type the column \"id\" of the table is of type text, not integer",
                        "/columns/1/nullable the column \"name\" of the table takes no null",
                        "/columns/2/type the table has no column \"b\", expected one of type date",
                        "/rest the table has no column \"rest\", expected one of type jsonb",
                        "/table the column \"_partition\" of the table is of type bigint, not integer",
                        "/table the table has no column \"_timestamp\", expected one of type timestamp with time zone",
                        "/table the table has no column \"_landed_at\", expected one of type timestamp with time zone",
                        "/columns the column \"extra\" of the table takes no null, and nothing is written to it",
                        "/table the table has no unique index over _topic, _partition and _offset",
                        "/key the table has no unique index over exactly these columns");
        assertThat(landed.sql("select count(*) from stream.landing where topic = '" + topic + "'"))
                .containsExactly("0");
    }

    @Test
    void ZF12_of_rows_that_a_rule_of_the_table_refuses_only_the_guilty_ones_do_not_land() {
        String topic = node.kafka.newTopic("rules", 1);
        String table = table();
        landed.sql(
                "create table landed." + table + " (id int not null, age int constraint adult check (age >= 18),"
                        + " _topic text not null, _partition int not null, _offset bigint not null, _timestamp timestamptz not null,"
                        + " _landed_at timestamptz not null default now(), unique (_topic, _partition, _offset), constraint one_id unique (id))");
        landed.sql("comment on table landed." + table + " is 'Made by a Sluice landing of ada'");
        for (int i = 0; i < 3_000; i++) {
            int age = i == 17 || i == 1_400 || i == 2_999 ? 3 : 40;
            int id = i == 5 ? 4 : i;
            node.kafka.send(
                    new ProducerRecord<>(topic, 0, null, ("{\"id\":" + id + ",\"age\":" + age + "}").getBytes(UTF_8)));
        }
        node.kafka.flush();
        Definition definition = new Definition(
                table,
                "landed",
                List.of(required("id", "int"), column("age", "int")),
                List.of(),
                Mode.INSERT,
                null,
                false,
                "earliest",
                null);

        Landing landing = landed.create(topic, definition);

        landed.until(landing, 2_996);
        assertThat(landed.deadLetters(landing))
                .extracting(letter -> letter.offset() + " " + letter.sqlstate() + " " + letter.reason())
                .containsExactly(
                        "5 23505 another row has the same values, and the table's rule \"one_id\" allows one",
                        "17 23514 the table's rule \"adult\" does not hold",
                        "1400 23514 the table's rule \"adult\" does not hold",
                        "2999 23514 the table's rule \"adult\" does not hold");
        landed.delete(landing);
        assertThat(landed.sql("select count(*) from landed." + table)).containsExactly("2996");
    }

    @Test
    void ZF3_a_table_that_was_kept_gets_no_record_twice_when_it_is_landed_again_from_the_beginning() {
        String topic = node.kafka.newTopic("kept", 1);
        String table = table();
        for (int i = 0; i < 100; i++) {
            node.kafka.produce(topic, "{\"id\":" + i + "}");
        }
        Landing first = landed.create(topic, into(table, column("id", "int")));
        landed.until(first, 100);
        landed.delete(first, true);
        node.kafka.produce(topic, "{\"id\":100}");

        Landing second = landed.create(topic, into(table, column("id", "int")));

        eventually()
                .untilAsserted(() -> assertThat(landed.sql("select count(*), count(distinct id) from landed." + table))
                        .containsExactly("101|101"));
        landed.until(second, 101);
        eventually().untilAsserted(() -> assertThat(landed.find(second).stats().lag())
                .isZero());
        assertThat(landed.deadLetters(second)).isEmpty();
        landed.delete(second);
        assertThat(landed.sql("select count(*) from landed." + table)).containsExactly("101");
    }

    @Test
    void rows_land_in_a_database_of_somebody_else_and_its_password_is_never_shown() {
        String uri = TestPostgres.shared().freshUri();
        Landed there = new Landed(node, Database.of(uri, 1));
        Database direct = Database.of(uri, 1);
        String topic = node.kafka.newTopic("foreign", 1);
        Definition definition = definition("rows", null, List.of(), Mode.INSERT, column("id", "int"));
        CreateLanding ask = new CreateLanding(
                ADA,
                "foreign",
                new Origin(topic, null),
                definition,
                node.vault.seal(new Secret(uri + "?sslmode=prefer")));

        Landing landing = node.ask(Landings.CREATE, ask);
        node.kafka.produce(topic, "{\"id\":1,\"a\":2}", "{\"id\":\"no\"}");

        there.until(landing, 1);
        assertThat(there.sql("select id, rest from public.rows")).containsExactly("1|{\"a\": 2}");
        assertThat(there.sql("select count(*) from public.sluice_landing_position"))
                .containsExactly("1");
        assertThat(landing.database()).isEqualTo(direct.host() + ":" + direct.port() + "/" + direct.name());
        assertThat(landing.toString()).doesNotContain(direct.password().reveal());
        assertThat(landed.rows(landing, Map.of("a", "2")).items()).hasSize(1);
        assertThat(landed.sql("select database_uri from stream.landing where name = 'foreign'")
                        .get(0))
                .startsWith("v2.")
                .doesNotContain(direct.password().reveal());
        landed.delete(landing);
        assertThat(there.sql("select to_regclass('public.rows')")).containsExactly("null");
    }

    @Test
    void an_address_of_a_database_is_checked_like_any_that_somebody_names() {
        String topic = node.kafka.newTopic("addresses", 1);
        Definition definition = definition("x", null, List.of(), Mode.INSERT);
        URI own = URI.create(TestPostgres.shared().freshUri());

        assertThat(faults(ADA, withDatabase(topic, definition, "mysql://a:b@c/d")))
                .containsExactly("/database expected postgresql://user:password@host:port/database");
        assertThat(faults(ADA, withDatabase(topic, definition, own + "?socketFactory=evil.Class")))
                .containsExactly(
                        "/database of the parameters only sslmode is taken: disable, allow, prefer, require, verify-ca or verify-full");
        assertThat(faults(ADA, withDatabase(topic, definition, "postgresql://a:b@169.254.169.254:5432/d")))
                .singleElement()
                .asString()
                .startsWith("/database The host \"169.254.169.254\" is in a private or special network");
        assertThat(faults(
                        ADA,
                        withDatabase(
                                topic,
                                definition,
                                "postgresql://postgres:wrong@127.0.0.1:" + own.getPort() + "/postgres")))
                .containsExactly("/database The database refuses this user name or password.");
        assertThat(faults(ADA, withDatabase(topic, definition, own + "?sslmode=require")))
                .singleElement()
                .asString()
                .startsWith("/database ");
        assertThat(landed.sql(
                        "select count(*) from stream.landing where topic = '" + topic + "' and wanted <> 'DELETING'"))
                .containsExactly("0");
    }

    private static CreateLanding withDatabase(String topic, Definition definition, String uri) {
        Sealed sealed = node.vault.seal(new Secret(uri));
        return new CreateLanding(ADA, null, new Origin(topic, null), definition, sealed);
    }

    @Test
    void names_and_values_say_what_they_say_and_are_never_statements() {
        String topic = node.kafka.newTopic("names", 1);
        String evil = "x\"; drop schema stream cascade; --";
        Definition definition = new Definition(
                evil,
                "s\"'; drop schema stream cascade; --",
                List.of(
                        column("a\" int); drop table landing; --", "text", "a"),
                        column("'); select 1; --", "text", "b")),
                List.of(),
                Mode.INSERT,
                "rest\"\"",
                false,
                "earliest",
                null);
        Landing landing = landed.create(topic, definition);
        node.kafka.produce(topic, "{\"a\":\"'); drop table landing; --\",\"b\":\"\\\\.\\n\\t\",\"c'\\\"\":1}");

        landed.until(landing, 1);

        Map<String, String> where =
                Map.of("a\" int); drop table landing; --", "'); drop table landing; --", "c'\"", "1");
        assertThat(landed.rows(landing, where).items())
                .singleElement()
                .asString()
                .contains("'); drop table landing; --");
        assertThat(landed.rows(landing, Map.of("x') or true; --", "1")).items()).isEmpty();
        assertThat(landed.rows(landing, Map.of(), "{\"x' or true --\":1}", 10, null)
                        .items())
                .isEmpty();
        assertThat(landed.sql("select count(*) from stream.landing where id = '" + landing.id() + "'"))
                .containsExactly("1");
        landed.delete(landing);
    }

    @Test
    void what_is_wrong_with_a_definition_is_told_all_at_once() {
        String topic = node.kafka.newTopic("wrong", 1);
        Definition definition = new Definition(
                "sluice_landing_mine",
                "pg_catalog",
                List.of(
                        column("_topic", "text"),
                        column("a", "money"),
                        column("a", "int", "b["),
                        column("rest", "varchar(0)"),
                        column("c", "int", "b, c")),
                List.of("z"),
                Mode.UPSERT,
                "rest",
                false,
                "earliest",
                null);

        assertThat(faults(ADA, of(topic, definition)))
                .extracting(fault -> fault.substring(0, fault.indexOf(' ')))
                .containsExactly(
                        "/schema",
                        "/table",
                        "/columns/0/name",
                        "/columns/1/type",
                        "/columns/2/name",
                        "/columns/2/path",
                        "/columns/3/type",
                        "/columns/4/path",
                        "/rest",
                        "/key/0");
        assertThat(faults(ADA, of(topic, definition("x", "stream", List.of(), Mode.INSERT))))
                .containsExactly("/schema this schema is the platform's own");
        assertThat(faults(ADA, of("no-such-topic", into("x"))))
                .containsExactly("/source/topic there is no topic \"no-such-topic\"");
    }

    @Test
    void what_has_the_name_without_being_a_table_is_told() {
        String topic = node.kafka.newTopic("relations", 1);
        landed.sql("create view landed.seen as select 1 as one");
        landed.sql("create materialized view landed.kept_view as select 1 as one");
        landed.sql("create sequence landed.counting");
        landed.sql("create table landed.indexed (id int)");
        landed.sql("create index by_id on landed.indexed (id)");
        landed.sql("create type landed.pair as (a int, b int)");
        landed.sql("create type landed.colour as enum ('red')");

        Map<String, String> kinds = Map.of(
                "seen", "a view",
                "kept_view", "a materialized view",
                "counting", "a sequence",
                "by_id", "an index",
                "pair", "a type",
                "colour", "a type");
        kinds.forEach((name, kind) -> assertThat(faults(ADA, of(topic, into(name))))
                .containsExactly("/table there is " + kind + " of this name, and a landing writes a table"));
    }

    @Test
    void a_name_is_never_what_an_id_could_be() {
        String topic = node.kafka.newTopic("ids", 1);
        Landing landing = landed.create(topic, into(table()));
        String id = landing.id().toString();
        String fault = "/name a landing's name has not the form of a UUID, which its id has";

        assertThat(faults(ADA, new CreateLanding(ADA, id, new Origin(topic, null), into(table()), null)))
                .containsExactly(fault);
        assertThat(faults(ADA, of(topic, into(id)))).containsExactly(fault);
        assertThat(node.problem(Landings.UPDATE, new UpdateLanding(ADA, id, id, null, null, null)))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void a_name_and_a_table_belong_to_one_landing() {
        String topic = node.kafka.newTopic("names", 1);
        String table = table();
        Landing first = landed.create(topic, into(table));

        assertThat(first.name()).isEqualTo(table);
        assertThat(node.problem(Landings.CREATE, of(topic, into(table)))).isInstanceOf(Problem.Conflict.class);
        assertThat(node.problem(
                        Landings.CREATE,
                        new CreateLanding(ADA, first.name(), new Origin(topic, null), into(table()), null)))
                .isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void what_is_made_from_something_private_is_seen_by_its_owner_and_administrators() {
        String topic = node.kafka.newTopic("secret", 1);
        node.catalog.put(
                "secret-set", new Source.Generator(Template.TIMESTAMP, 1, topic + "-out", 1, null), "ada", true);
        node.ask(Topics.CREATE, new Topics.CreateTopic(ADA, topic + "-out", 1, null, Map.of(), "secret-set"));
        Landing landing = landed.create(topic + "-out", into(table()));
        FindLanding find = new FindLanding(BOB, landing.id().toString());

        assertThat(node.problem(Landings.FIND, find)).isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Landings.COUNT, new CountRows(EVE, landing.name())))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Landings.ROWS, Landed.query(BOB, landing, Map.of(), null, 1, null)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.ask(Landings.LIST, new ListLandings(BOB, 200, null)).items())
                .extracting(Landing::id)
                .doesNotContain(landing.id());
        assertThat(node.ask(Landings.FIND, new FindLanding(ROOT, landing.name()))
                        .owner())
                .isEqualTo("ada");
        assertThat(faults(BOB, of(topic + "-out", into(table()))))
                .singleElement()
                .asString()
                .contains("there is no topic");
    }

    @Test
    void viewers_look_owners_and_administrators_change() {
        String topic = node.kafka.newTopic("rights", 1);
        assertThat(node.problem(
                        Landings.CREATE, new CreateLanding(EVE, null, new Origin(topic, null), into(table()), null)))
                .isInstanceOf(Problem.Forbidden.class);
        Landing landing = landed.create(topic, into(table()));
        String id = landing.id().toString();

        assertThat(node.problem(Landings.DELETE, new DeleteLanding(BOB, id, false)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.problem(Landings.UPDATE, new UpdateLanding(BOB, id, "other", null, null, null)))
                .isInstanceOf(Problem.Forbidden.class);
        Landing changed = node.ask(Landings.UPDATE, new UpdateLanding(ROOT, id, null, null, true, "7d"));
        assertThat(changed.definition().strict()).isTrue();
        assertThat(changed.definition().retention()).isEqualTo("7d");
        assertThat(node.ask(Landings.UPDATE, new UpdateLanding(ADA, id, null, null, null, ""))
                        .definition()
                        .retention())
                .isNull();
        assertThat(node.problem(Landings.UPDATE, new UpdateLanding(ADA, id, null, null, null, "soon")))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void a_stream_lands_by_its_name() {
        String topic = node.kafka.newTopic("source", 1);
        Streams.Stream stream = node.ask(
                Streams.CREATE,
                new Streams.CreateStream(
                        ADA,
                        null,
                        new Streams.Definition(List.of(), true, List.of(), List.of(topic), "v > 1", "", "earliest")));
        node.kafka.produce(topic, "{\"v\":1}", "{\"v\":2}");

        Landing landing = node.ask(
                Landings.CREATE,
                new CreateLanding(ADA, null, new Origin(null, stream.name()), into(table(), column("v", "int")), null));

        landed.until(landing, 1);
        assertThat(landing.source().stream()).isEqualTo(stream.name());
        assertThat(landing.topic()).isEqualTo(stream.topic());
    }
}
