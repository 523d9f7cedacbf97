package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A landing by clicking: its rows and figures follow what lands, and what could not land is mended on the screen. */
class BrowserLandingIT {
    private static final String TOPIC = "landed_meters";

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
    void records_land_are_counted_refused_mended_and_found() {
        NODE.api()
                .post("/topics", "{\"name\":\"%s\",\"partitions\":1}".formatted(TOPIC))
                .expect(201);
        NODE.produce(TOPIC, reading("UT01", "1"), reading("UT02", "2"));
        create();
        assertThat(screen.heading(TOPIC)).isVisible();
        assertThat(screen.shown("landed")).hasText("2");
        assertThat(rows()).hasCount(2);
        screen.assertOpenToAll("the rows of a landing");

        // From here on the page is never loaded again.
        screen.mark();
        NODE.produce(TOPIC, reading("UT03", "\"many\""), reading("UT04", "4"));
        assertThat(screen.shown("landed")).hasText("3");
        assertThat(rows()).hasCount(3);
        assertThat(screen.shown("dead")).hasText("1");
        mend();
        find();
        watchTheChart();
        assertThat(screen.isMarked()).as("the page was not loaded again").isTrue();
    }

    private void create() {
        screen.go("/landings");
        screen.button("Create landing").click();
        screen.choose("Topic", TOPIC);
        assertThat(screen.textbox("Name of column 2")).hasValue("kwh");
        assertThat(screen.textbox("Type of column 2")).hasValue("bigint");
        screen.assertOpenToAll("the form of a landing");
        screen.dialog().getByText("Create landing").last().click();
    }

    private void mend() {
        screen.tab("Dead letters (1)").click();
        Locator letter = screen.shown("dead-letter");
        assertThat(letter).containsText("kwh");
        assertThat(letter).containsText("expected a bigint, found \"many\"");
        screen.button("Edit " + TOPIC + " 0@2").click();
        Locator value = screen.textbox("Value of " + TOPIC + " 0@2");
        screen.assertOpenToAll("a dead letter");
        // What is still wrong is told at the record, which goes on waiting.
        value.fill("{\"station\": \"UT03\", \"kwh\": \"several\"}");
        screen.button("Send the corrected value").click();
        assertThat(letter).containsText("found \"several\"");
        value.fill("{\"station\": \"UT03\", \"kwh\": 9007199254740993}");
        screen.button("Send the corrected value").click();
        assertThat(screen.page().getByText("Everything has landed")).isVisible();
        assertThat(screen.shown("landed")).hasText("4");
        screen.assertOpenToAll("no dead letters");
    }

    /** With every digit: the value is beyond what a JavaScript number holds. */
    private void find() {
        screen.tab("Rows").click();
        screen.textbox("Column or path 1").fill("kwh");
        screen.textbox("Value 1").fill("9007199254740993");
        screen.button("Find").click();
        assertThat(rows()).hasCount(1);
        assertThat(rows()).containsText("UT039007199254740993");
        screen.assertOpenToAll("a row that was found");
    }

    private void watchTheChart() {
        screen.tab("Chart").click();
        screen.pick("Bar");
        assertThat(screen.textbox("Groups")).hasValue("station");
        screen.page().getByText("Values as a table").click();
        Locator first = screen.table("Values of the chart").locator("tbody tr").first();
        assertThat(first).containsText("UT01");
        screen.assertOpenToAll("the chart of a landing");
        NODE.produce(TOPIC, reading("UT04", "5"), reading("UT04", "6"));
        assertThat(first).containsText("UT04");
        assertThat(screen.shown("chart-summary")).containsText("UT04 leads with 3");
        assertThat(screen.shown("landed")).hasText("6");
    }

    private Locator rows() {
        return screen.shown("landed-row");
    }

    private static String reading(String station, String kwh) {
        return "{\"value\":{\"station\":\"%s\",\"kwh\":%s}}".formatted(station, kwh);
    }
}
