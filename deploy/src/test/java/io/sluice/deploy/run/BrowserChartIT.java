package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Live charts in a real browser: what they show is held by their tables of values, which have what the picture has, against what was
 * produced.
 */
class BrowserChartIT {
    private static final String TOPIC = "chart-sessions";
    private static final int PEOPLE = 14;

    @RegisterExtension
    static final BrowserNode node = new BrowserNode();

    private Screen screen;

    @BeforeAll
    static void produce() {
        node.api()
                .post("/topics", "{\"name\":\"%s\",\"partitions\":1}".formatted(TOPIC))
                .expect(201);
        // Person n has n + 1 sessions of n * 100 bytes each.
        node.produce(
                TOPIC,
                IntStream.range(0, PEOPLE)
                        .mapToObj(person -> sessions(person, person + 1))
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
    }

    @BeforeEach
    void open() {
        screen = node.open();
    }

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void the_first_ten_are_what_was_produced_and_change_as_records_arrive() {
        watch("chart=bar&by=person");
        openValues();
        assertThat(values()).hasCount(10);
        assertThat(values().nth(0)).hasText("1p1314" + "14");
        assertThat(values().nth(9)).hasText("10p045" + "5");

        node.produce(TOPIC, sessions(4, 8));
        node.produce(TOPIC, sessions(4, 2));

        assertThat(values().nth(0)).hasText("1p0415" + "15");
        assertThat(screen.shown("chart-summary")).containsText("p04 leads with 15");
        assertThat(screen.shown("chart-skipped")).hasCount(0);
    }

    @Test
    void every_kind_of_chart_is_drawn_and_comes_back_from_its_address() {
        watch("");
        for (String kind : List.of("Bar", "Histogram", "Scatter", "Box", "Pie", "Line")) {
            screen.pick(kind);
            assertThat(screen.shown("chart").locator("canvas")).isVisible();
            assertThat(screen.shown("chart-scope")).containsText("seen");
        }
        watch("chart=histogram&y=bytes");
        screen.page().reload();
        openValues();
        assertThat(values()).hasCount(30);
        assertThat(screen.shown("chart-summary")).hasText("30 bins from 0 to 1,300");
    }

    @Test
    void a_filter_of_the_view_is_one_of_the_chart() {
        watch("chart=bar&by=person&where=" + "bytes+%3E+1000");
        openValues();
        assertThat(values()).hasCount(3);
    }

    @Test
    void nothing_is_in_the_way_of_anybody() {
        watch("chart=line&by=person&y=bytes");
        assertThat(screen.shown("chart").locator("canvas")).isVisible();
        openValues();

        screen.assertOpenToAll("a chart with its values");
    }

    private void watch(String chart) {
        screen.go("/live?topic=" + TOPIC + "&from=earliest&view=chart&" + chart);
        assertThat(screen.shown("live-state")).hasText("LIVE");
    }

    private void openValues() {
        screen.page().getByText("Values as a table").click();
    }

    private Locator values() {
        return screen.table("Values of the chart").locator("tbody tr");
    }

    private static String[] sessions(int person, int count) {
        String record = "{\"value\":{\"person\":\"p%02d\",\"bytes\":%d}}".formatted(person, person * 100);
        return Collections.nCopies(count, record).toArray(String[]::new);
    }
}
