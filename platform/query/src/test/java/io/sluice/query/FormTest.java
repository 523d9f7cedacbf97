package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Violation;
import io.sluice.query.Form.BranchForm;
import io.sluice.query.Form.JoinForm;
import io.sluice.query.Form.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Definitions in the parts of their JSON form. */
class FormTest {
    private static Text at(String pointer, String text) {
        return text == null ? null : new Text(pointer, text);
    }

    private static Form.Window window(String type, String size, String advance, String having, String... aggregates) {
        List<Text> texts = new java.util.ArrayList<>();
        for (String aggregate : aggregates) {
            texts.add(at("/window/aggregates/" + texts.size(), aggregate));
        }
        return new Form.Window(
                "/window",
                at("/window/type", type),
                at("/window/size", size),
                at("/window/advance", advance),
                null,
                at("/window/grace", type == null ? null : "5s"),
                at("/window/time", "tpep_pickup_datetime"),
                at("/window/time_format", "yyyy-MM-dd HH:mm:ss"),
                List.of(at("/window/group_by/0", "VendorID"), at("/window/group_by/1", "lower(zone) as zone")),
                texts,
                at("/window/having", having),
                List.of(),
                null,
                at("/window/emit", "close"),
                null);
    }

    private static Form form(String where, String select, Form.Window window, JoinForm... joins) {
        return new Form(
                List.of(new Ref(Ref.Kind.TOPIC, "rides")),
                joins.length == 0 ? null : at("/alias", "l"),
                at("/where", where),
                at("/select", select),
                window,
                List.of(joins),
                List.of());
    }

    private static JoinForm join(Ref ref, String kind, String type, String on, String within) {
        return new JoinForm(
                "/join",
                ref,
                at("/join/alias", "r"),
                at("/join/kind", kind),
                at("/join/type", type),
                at("/join/on", on),
                at("/join/within", within),
                null,
                null);
    }

    private static String sql(Form form) {
        Form.Reading reading = form.read();
        assertThat(reading).isInstanceOf(Form.Reading.Right.class);
        return ((Form.Reading.Right) reading).query().print();
    }

    private static List<Fault> faults(Form form) {
        return form.read() instanceof Form.Reading.Wrong wrong ? wrong.faults() : List.of();
    }

    @Test
    void a_window_selects_all_its_columns_where_nothing_else_is_said() {
        assertThat(sql(form("fare > 1", null, window("tumbling", "10s", null, "n > 5", "count(*) as n", "avg(fare)"))))
                .isEqualTo("select window_start, window_end, VendorID, lower(zone) as zone, count(*) as n, avg(fare) as"
                        + " avg_fare from topic('rides') window tumbling (size 10 seconds, grace period 5 seconds)"
                        + " timestamp by tpep_pickup_datetime format 'yyyy-MM-dd HH:mm:ss' where fare > 1 group by"
                        + " VendorID, lower(zone) as zone having count(*) > 5 emit final");
    }

    @Test
    void a_selection_is_made_of_keys_and_of_the_names_of_aggregates() {
        assertThat(sql(form(
                        null,
                        "zone, total / n as mean",
                        window("tumbling", "1h", null, null, "count(*) as n", "sum(fare) as total"))))
                .startsWith("select lower(zone) as zone, sum(fare) / count(*) as mean from topic('rides') window");
    }

    @Test
    void joins_are_of_streams_and_of_tables() {
        assertThat(sql(form(
                        null,
                        null,
                        null,
                        join(new Ref(Ref.Kind.STREAM, "seen"), "stream", "left", "l.a = r.b", "10m, 1h"))))
                .isEqualTo("select * from topic('rides') as l left join stream('seen') as r within (10 minutes, 1 hour,"
                        + " grace period 0 seconds) on l.a = r.b");
        assertThat(sql(form(
                        null,
                        null,
                        null,
                        join(new Ref(Ref.Kind.CSV, "https://x.org/z.csv"), null, null, "r.b = l.a", null))))
                .isEqualTo(
                        "select * from topic('rides') as l join table csv('https://x.org/z.csv') as r refresh every 1"
                                + " minute on l.a = r.b");
    }

    @Test
    void every_fault_is_at_the_pointer_of_its_text() {
        Form.Window window = window("hopping", "ten", null, "n >", "cuont(*) as n", "sum(a) b");
        assertThat(faults(form("fare >", null, window)))
                .extracting(Fault::pointer)
                .contains("/where", "/window", "/window/size", "/window/having", "/window/aggregates/0");
        assertThat(faults(form("fare >", null, null)))
                .containsExactly(new Fault("/where", new Violation("expected a value, found the end", 6, 0)));
    }

    @Test
    void faults_of_meaning_have_their_pointers_too() {
        assertThat(faults(form(null, "fare", window("tumbling", "10s", null, "x > 1", "count(*) as n"))))
                .extracting(Fault::pointer)
                .containsExactly("/select", "/window/having");
        assertThat(faults(form(null, null, window("tumbling", "10s", null, null, "count(*) as window_start"))))
                .extracting(Fault::pointer)
                .containsExactly("/window/aggregates/0");
        assertThat(faults(form(null, null, window(null, "10s", null, null, "count(*) as n"))))
                .extracting(Fault::pointer)
                .containsExactly("/window/size");
        assertThat(faults(form(
                        null, null, null, join(new Ref(Ref.Kind.TOPIC, "z"), "table", "outer", "l.a = r.b", null))))
                .extracting(Fault::pointer)
                .containsExactly("/join");
        assertThat(faults(form(null, null, null, join(new Ref(Ref.Kind.CSV, "z"), "stream", "inner", "a = r.b", null))))
                .extracting(Fault::pointer)
                .contains("/join/kind");
    }

    @Test
    void z_p5_branches_are_filters_with_names_of_their_own() {
        List<BranchForm> branches = List.of(
                new BranchForm("/branches/0", "high_amount", at("/branches/0/where", "total_amount >= 40.0"), null),
                new BranchForm(
                        "/branches/1", "high_amount", at("/branches/1/where", "x >"), at("/branches/1/topic", "a b")));
        Form right = new Form(
                List.of(new Ref(Ref.Kind.TOPIC, "rides")), null, null, null, null, List.of(), branches.subList(0, 1));
        Form.Reading.Right read = (Form.Reading.Right) right.read();
        assertThat(read.branches().get(0).where().print()).isEqualTo("total_amount >= 40");
        assertThat(Form.of(read.query(), read.branches()).read()).isEqualTo(read);
        Form wrong = new Form(List.of(new Ref(Ref.Kind.TOPIC, "rides")), null, null, null, null, List.of(), branches);
        assertThat(faults(wrong))
                .extracting(Fault::pointer)
                .containsExactly("/branches/1/name", "/branches/1/topic", "/branches/1/where");
    }
}
