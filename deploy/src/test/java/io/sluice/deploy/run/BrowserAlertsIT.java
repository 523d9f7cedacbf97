package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An alert by clicking: from the rule to the notice on another page, and on to silence. */
class BrowserAlertsIT {
    private static final String TOPIC = "driven_data";
    private static final String RULE = "too much traffic";

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
    void a_rule_fires_is_noticed_elsewhere_acknowledged_and_muted() {
        NODE.api()
                .post("/topics", "{\"name\":\"%s\",\"partitions\":1}".formatted(TOPIC))
                .expect(201);
        NODE.produce(TOPIC, traffic("UT01", 1), traffic("UT02", 2_000_000));
        create();
        screen.link("Streams").click();
        assertThat(screen.heading("Streams")).isVisible();
        // A record that is written before the view of the alerts stands is told without a notice.
        WaitFor.truth(
                "the screen listens to alerts",
                () -> NODE.api().get("/sessions").expect(200).toString().contains("sluice-alerts"));
        screen.mark();

        NODE.produce(TOPIC, Collections.nCopies(3, traffic("UT01", 2_000_000)).toArray(String[]::new));

        assertThat(screen.shown("alert-badge")).hasText("1 firing");
        assertThat(screen.page().getByText(RULE + " is firing")).isVisible();
        screen.assertOpenToAll("a notice");
        screen.link("See the alerts").click();
        acknowledge();
        mute();
        endByRow();
        assertThat(screen.isMarked()).as("the page was not loaded again").isTrue();
    }

    private void create() {
        screen.go("/alerts?tab=rules");
        assertThat(screen.page().getByText("No rules yet")).isVisible();
        screen.assertOpenToAll("no rules");
        screen.button("Create alert").click();
        screen.textbox("Name").fill(RULE);
        screen.choose("Topic", TOPIC);
        screen.filter("Condition").fill("consumed_traffic > 1500000 AND upload_speed < 100");
        assertThat(screen.page().getByText("true of 1 of the newest 2 records")).isVisible();
        screen.button("Add key").click();
        screen.textbox("For each 1").fill("station");
        screen.page().keyboard().press("Escape");
        screen.assertOpenToAll("the form of an alert");
        screen.dialog().getByText("Create alert").last().click();
        assertThat(rule()).containsText("3 in 10m; for each station");
        screen.assertOpenToAll("a rule");
    }

    private void acknowledge() {
        Locator event = screen.shown("alert-event");
        assertThat(event).containsText("station UT01");
        assertThat(event).containsText("FIRING");
        screen.assertOpenToAll("an event");
        screen.button("Acknowledge " + RULE).click();
        assertThat(event).containsText("ACKNOWLEDGED");
        assertThat(event).containsText("by admin");
        assertThat(screen.shown("alert-badge")).hasCount(0);
        // De-duplicated: what else matches belongs to the same event.
        NODE.produce(TOPIC, traffic("UT01", 3_000_000));
        assertThat(event.locator("td").nth(4)).hasText("4");
        assertThat(event).hasCount(1);
    }

    private void mute() {
        screen.tab("Rules").click();
        screen.button("Mute " + RULE).click();
        assertThat(screen.menuItem("Mute for a day")).isVisible();
        screen.assertOpenToAll("how long to be silent");
        screen.menuItem("Mute for an hour").click();
        assertThat(rule()).containsText("muted for");
        screen.button("Mute " + RULE).click();
        screen.menuItem("Speak again").click();
        assertThat(rule()).not().containsText("muted for");
    }

    private void endByRow() {
        screen.button("Edit " + RULE).click();
        assertThat(screen.textbox("Ends")).hasValue("when nothing matches any more");
        assertThat(screen.textbox("After no match for")).hasAttribute("placeholder", "10m");
        screen.choose("Ends", "with the first record that does not match");
        screen.assertOpenToAll("how a firing ends");
        screen.textbox("After no match for").fill("soon");
        screen.button("Save").click();
        Page.GetByTextOptions exact = new Page.GetByTextOptions().setExact(true);
        assertThat(screen.page().getByText("expected a duration such as 30s, 10m or 1h30m", exact))
                .isVisible();
        screen.textbox("After no match for").fill("1h");
        screen.button("Save").click();
        assertThat(rule()).containsText("until one does not match; or none matches for 1h");
    }

    private Locator rule() {
        return screen.page().locator("[data-testid=alert-rule][data-alert='" + RULE + "']");
    }

    private static String traffic(String station, int consumed) {
        return "{\"value\":{\"station\":\"%s\",\"consumed_traffic\":%d,\"upload_speed\":50}}"
                .formatted(station, consumed);
    }
}
