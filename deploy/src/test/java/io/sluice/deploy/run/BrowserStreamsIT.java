package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams by clicking: a definition that answers while it grows, what it does as it runs, and its change to another. */
class BrowserStreamsIT {
    private static final int RIDES = 40;
    private static final String ONE_PARTITION = "{\"name\":\"%s\",\"partitions\":1}";
    private static final String[] ZONES = {"JFK", "LGA", "Harlem", "Midtown"};

    @RegisterExtension
    static final BrowserNode NODE = new BrowserNode();

    private Screen screen;

    @BeforeEach
    void sign_in() {
        screen = NODE.open();
    }

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void a_window_is_built_with_verdicts_plan_and_preview_and_seen_at_work() {
        topicOfRides("window_rides");
        screen.go("/streams/new");
        screen.choose("Topics", "window_rides");
        screen.page().keyboard().press("Escape");
        filter();
        group();
        screen.textbox("Name").fill("dear_by_zone");
        screen.button("Start stream").click();

        assertThat(screen.heading("dear_by_zone")).isVisible();
        assertThat(screen.page().getByText("RUNNING")).isVisible();
        screen.assertOpenToAll("a stream before its first record");
        NODE.produce(
                "window_rides",
                ride("JFK", 40),
                ride("JFK", 50),
                ride("LGA", 60),
                ride("LGA", 1),
                "{\"value_text\":\"no JSON\"}");
        assertThat(row("JFK")).containsText("2026-01-01T14:01:00ZJFK2");
        assertThat(row("LGA")).containsText("2026-01-01T14:01:00ZLGA1");
        screen.assertOpenToAll("the rows of a stream");
        seeTheGraph();
        seeWhatFailed();
    }

    private void filter() {
        screen.filter("Filter").fill("fare >");
        assertThat(screen.shown("filter-error").first()).isVisible();
        screen.filter("Filter").fill("fare > 30");
        // Fares are 0 to 39.
        assertThat(screen.shown("filter-trial")).hasText("matches 9 of the newest 40 records");
        assertThat(screen.shown("judged-record")).hasCount(RIDES);
        assertThat(screen.page().locator("[data-testid=judged-record][data-verdict=match]"))
                .hasCount(9);
    }

    private void group() {
        screen.pick("Tumbling");
        screen.choose("Time of a record", "at");
        screen.button("Add key").click();
        screen.textbox("Group by 1").fill("zone");
        screen.page().keyboard().press("Escape");
        assertThat(screen.shown("plan")).containsText("window_rides");
        assertThat(screen.shown("plan")).containsText("columns window_start, window_end, zone, n");
        assertThat(screen.shown("preview-counts")).containsText("of the last 40 records");
        assertThat(screen.table("Rows of the preview").locator("tbody tr").first())
                .containsText("Midtown");
        assertThat(screen.page().getByText("The definition is sound.")).isVisible();
        screen.assertOpenToAll("the builder");
        screen.pick("SQL");
        assertThat(screen.shown("sql-editor")).containsText("group by zone");
        screen.assertOpenToAll("the builder as SQL");
        screen.pick("Form");
    }

    private void seeTheGraph() {
        screen.tab("Graph").click();
        assertThat(screen.shown("graph-node")).hasCount(4);
        assertThat(screen.shown("graph-edge").first()).containsText("lag 0");
        assertThat(screen.shown("graph-edge").first()).containsText("/s");
        assertThat(screen.shown("graph-node").nth(1)).containsText("fare > 30");
        screen.page().getByText("As a list").click();
        assertThat(screen.table("Flows").locator("tbody tr")).hasCount(3);
        screen.assertOpenToAll("the graph");
    }

    private void seeWhatFailed() {
        screen.tab("Failures").click();
        assertThat(screen.shown("failure-row")).containsText("it is not JSON");
        screen.assertOpenToAll("what failed");
        screen.link("Browse 1 dead letter").click();
        assertThat(screen.heading("dear_by_zone-dead-letters")).isVisible();
        assertThat(screen.shown("record-row").first()).containsText("no JSON");
    }

    @Test
    void a_filtered_stream_shows_the_same_records_as_a_script_gets() throws IOException {
        NODE.api().post("/topics", ONE_PARTITION.formatted("driven")).expect(201);
        stream("heavy", "driven", "consumed_traffic > 1500000 AND upload_speed < 100");
        screen.go("/streams/heavy");
        assertThat(screen.page().getByText("RUNNING")).isVisible();

        NODE.produce(
                "driven",
                driven("UT1", 2_000_000, 50),
                driven("UT2", 1_500_000, 50),
                driven("UT3", 1_500_001, 99),
                driven("UT4", 9_000_000, 100));

        assertThat(screen.shown("value-row")).hasCount(2);
        assertThat(row("UT1")).isVisible();
        assertThat(row("UT3")).isVisible();
        try (BufferedReader script =
                NODE.api().open("/live?stream=heavy&from=earliest&until=now", "application/x-ndjson")) {
            List<String> lines = script.lines()
                    .filter(line -> line.contains("\"topic\":\"heavy\""))
                    .toList();
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).contains("UT1");
            assertThat(lines.get(1)).contains("UT3");
        }
    }

    /** As after the server was replaced by a newer one while somebody had the pages open. */
    @Test
    void a_page_whose_file_is_gone_says_so_and_the_others_work() {
        screen.go("/landings");
        screen.page().route("**/assets/StreamsPage*", Route::abort);
        screen.link("Streams").click();
        assertThat(screen.heading("This page broke")).isVisible();
        screen.link("Topics").click();
        assertThat(screen.heading("Topics")).isVisible();
    }

    @Test
    void a_changed_filter_takes_the_place_of_the_old_one() {
        topicOfRides("changed_rides");
        stream("changed", "changed_rides", "fare > 30");
        change("changed");
        assertThat(screen.page().getByText("Nothing is changed yet.")).isVisible();
        assertThat(screen.button("Start the new version")).isDisabled();
        screen.filter("Filter").fill("fare > 60");
        screen.assertOpenToAll("the builder of a stream that runs");
        screen.button("Start the new version").click();

        assertThat(screen.heading("changed")).isVisible();
        assertThat(screen.shown("version")).hasText("2");
        NODE.produce("changed_rides", ride("JFK", 50), ride("LGA", 70));
        assertThat(row("LGA")).isVisible();
        assertThat(row("JFK")).hasCount(0);
    }

    @Test
    void a_query_that_was_given_as_sql_is_changed_on_the_form() {
        topicOfRides("sql_rides");
        NODE.api()
                .post(
                        "/streams",
                        "{\"name\":\"by_zone\",\"sql\":\"select zone, count(*) as n from sql_rides"
                                + " window tumbling (size 1 minute) timestamp by at where fare > 30 group by zone\"}")
                .expect(201);
        change("by_zone");
        assertThat(screen.page().getByText("Nothing is changed yet.")).isVisible();
        assertThat(screen.page().getByText("sql_rides").first()).isVisible();
        assertThat(screen.textbox("Size")).hasValue("1m");
        assertThat(screen.textbox("Group by 1")).hasValue("zone");
        assertThat(screen.filter("Filter")).hasValue("fare > 30");
        screen.assertOpenToAll("a query on the form");
        screen.filter("Filter").fill("fare > 60");
        screen.button("Start the new version").click();

        assertThat(screen.heading("by_zone")).isVisible();
        assertThat(screen.shown("version")).hasText("2");
        NODE.produce("sql_rides", ride("JFK", 50), ride("LGA", 70), ride("LGA", 80));
        assertThat(row("LGA")).containsText("LGA2");
        assertThat(row("JFK")).hasCount(0);
    }

    @Test
    void a_version_that_fails_says_why_and_is_called_off() {
        topicOfRides("failing_rides");
        stream("steadfast", "failing_rides", "fare > 30");
        change("steadfast");
        screen.button("Add join").click();
        screen.choose("With", "CSV file");
        screen.textbox("Address").fill("http://127.0.0.1:1/zones.csv");
        screen.filter("On, of join r").fill("l.zone = r.id");
        screen.filter("Filter").fill("l.fare > 30");
        screen.button("Start the new version").click();

        Locator notice = screen.page().locator("[data-testid=upgrade][data-state=FAILED]");
        assertThat(notice).containsText("Version 2 has failed: The server \"127.0.0.1\" does not accept a connection.");
        screen.assertOpenToAll("a version that failed");
        screen.button("Call it off").click();
        assertThat(notice).hasCount(0);
        assertThat(screen.shown("version")).hasText("1");
        NODE.produce("failing_rides", ride("JFK", 50));
        assertThat(row("JFK")).isVisible();
    }

    private void change(String stream) {
        screen.go("/streams/" + stream);
        assertThat(screen.page().getByText("RUNNING")).isVisible();
        screen.link("Change").click();
    }

    /** A row of the newest records by what it has in a cell. */
    private Locator row(String zone) {
        return screen.table("Newest rows").locator("tbody tr").filter(new Locator.FilterOptions().setHas(cell(zone)));
    }

    private Locator cell(String text) {
        return screen.page()
                .getByRole(
                        AriaRole.CELL, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    private static void topicOfRides(String topic) {
        NODE.api().post("/topics", ONE_PARTITION.formatted(topic)).expect(201);
        NODE.produce(
                topic,
                IntStream.range(0, RIDES)
                        .mapToObj(fare -> ride(ZONES[fare % ZONES.length], fare))
                        .toArray(String[]::new));
    }

    private static void stream(String name, String topic, String where) {
        NODE.api()
                .post(
                        "/streams",
                        "{\"name\":\"%s\",\"source\":{\"topics\":[\"%s\"],\"where\":\"%s\"}}"
                                .formatted(name, topic, where))
                .expect(201);
    }

    private static String driven(String station, int consumed, int upload) {
        return "{\"value\":{\"station\":\"%s\",\"consumed_traffic\":%d,\"upload_speed\":%d}}"
                .formatted(station, consumed, upload);
    }

    /** All of them at one moment, so that they are in one window whenever the test runs. */
    private static String ride(String zone, int fare) {
        return "{\"value\":{\"zone\":\"%s\",\"fare\":%d,\"at\":\"2026-01-01T14:00:07Z\"}}".formatted(zone, fare);
    }
}
