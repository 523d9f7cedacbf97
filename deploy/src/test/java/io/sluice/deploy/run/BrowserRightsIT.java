package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys, rights, masks and the audit by clicking: what somebody is shown, given and kept from, and that it is so. */
class BrowserRightsIT {
    private static final String OWNER = "olga";
    private static final String READER = "ravi";

    @RegisterExtension
    static final BrowserNode NODE = new BrowserNode();

    private static Api owner;
    private static Api reader;

    private Screen screen;

    @BeforeAll
    static void users() {
        owner = NODE.user(OWNER, "editor");
        reader = NODE.user(READER, "viewer");
    }

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void a_key_is_shown_once_connects_a_kafka_client_and_is_rotated() throws IOException {
        topic("native_clicks");
        owner.post("/topics/native_clicks/records", "{\"records\":[{\"value\":{\"n\":7}}]}")
                .expect(200);
        screen = NODE.open(OWNER);
        screen.go("/account");
        screen.button("Create key").click();
        screen.dialog().getByLabel("Name").fill("lab");
        screen.assertOpenToAll("the form of a key");
        inDialog("Create key").click();
        String key = screen.shown("new-key").textContent();
        String settings = screen.shown("connect-java").textContent();
        assertThat(settings).contains(key);
        screen.assertOpenToAll("a new key");
        inDialog("Done").click();
        assertThat(row("key-row", "lab").getByTestId("key-ready")).hasText("ready");
        screen.assertOpenToAll("keys");

        assertThat(firstOf("native_clicks", settings)).isEqualTo("{\"n\":7}");
        assertThat(NODE.nobody()
                        .signInWith(key)
                        .get("/me")
                        .expect(200)
                        .path("user")
                        .asText())
                .isEqualTo(OWNER);
        screen.button("Connect with key lab").click();
        assertThat(screen.shown("connect-java")).containsText("YOUR_KEY");
        assertThat(screen.shown("connect-java")).not().containsText(key);
        screen.page().keyboard().press("Escape");

        rotate();
        NODE.nobody().signInWith(key).get("/me").expect(401);
    }

    /** Another secret under the same name. */
    private void rotate() {
        screen.button("Rotate key lab").click();
        screen.assertOpenToAll("the rotation of a key");
        screen.textbox("Type lab to confirm").fill("lab");
        inDialog("Rotate key").click();
        String next = screen.shown("new-key").textContent();
        assertThat(screen.shown("connect-java")).containsText(next);
        inDialog("Done").click();
        assertThat(row("key-row", "lab").getByTestId("key-ready")).hasText("ready");
        assertThat(screen.shown("key-row")).hasCount(1);
        NODE.nobody().signInWith(next).get("/me").expect(200);
    }

    @Test
    void access_is_asked_for_approved_explained_and_taken_back() {
        topic("asked_clicks");
        try (Screen other = NODE.open(READER)) {
            other.go("/topics/asked_clicks");
            other.link("Request access").click();
            other.textbox("Reason").fill("for the report");
            assertThat(BrowserAccess.obstacles(other.page())).isEmpty();
            other.button("Request access").click();
            assertThat(other.page().getByText("it is not decided yet")).isVisible();

            screen = NODE.open(OWNER);
            approve();
            other.go("/topics/asked_clicks");
            assertThat(other.heading("asked_clicks")).isVisible();
            explain();
            takeBack();
            other.go("/topics/asked_clicks");
            assertThat(other.link("Request access")).isVisible();
        }
    }

    private void approve() {
        screen.go("/access");
        Locator request = screen.shown("open-request");
        assertThat(request).containsText(READER);
        assertThat(request).containsText("for the report");
        screen.assertOpenToAll("a request");
        screen.button("Approve " + READER).click();
        inDialog("Approve").click();
        assertThat(request).hasCount(0);
    }

    private void explain() {
        screen.go("/access/topic/asked_clicks?tab=effective");
        assertThat(row("ruling-row", READER)).containsText("given by name");
        assertThat(row("ruling-row", OWNER)).containsText("owner");
        screen.assertOpenToAll("what everybody may");
        screen.textbox("Of the user").fill("nobody-at-all");
        assertThat(screen.page().getByText("There is no user nobody-at-all")).isVisible();
    }

    private void takeBack() {
        screen.tab("Given").click();
        screen.button("Take back from " + READER).click();
        inDialog("Take back").click();
        assertThat(screen.page().getByText("Nothing was given to anybody")).isVisible();
    }

    @Test
    void a_group_is_made_and_given_what_its_members_then_read() {
        topic("group_clicks");
        screen = NODE.open(OWNER);
        screen.go("/access?tab=groups");
        screen.button("Make group").click();
        screen.textbox("Name").fill("night-clicks");
        screen.textbox("Members").fill(READER);
        screen.textbox("Members").press("Enter");
        screen.assertOpenToAll("the form of a group");
        inDialog("Make group").click();
        assertThat(row("group-row", "night-clicks")).containsText(READER);
        screen.assertOpenToAll("groups");

        screen.go("/access/topic/group_clicks");
        screen.button("Give access").click();
        screen.pick("Group");
        screen.dialog().getByRole(AriaRole.TEXTBOX).first().fill("night-clicks");
        screen.page().keyboard().press("Escape");
        screen.assertOpenToAll("giving access");
        screen.page().getByText("May take records out").click();
        inDialog("Give access").click();
        assertThat(row("grant-row", "night-clicks")).containsText("Viewer, no download");
        screen.assertOpenToAll("what was given");
        reader.get("/topics/group_clicks").expect(200);
        reader.get("/live?topic=group_clicks").expect(403);
    }

    @Test
    void a_field_is_masked_for_others_and_a_wrong_filter_is_shown_at_its_place() {
        owner.post("/topics", "{\"name\":\"masked_clicks\",\"partitions\":1,\"private\":false}")
                .expect(201);
        owner.post(
                        "/topics/masked_clicks/records",
                        "{\"records\":[{\"value\":{\"name\":\"Ada\",\"iban\":\"RO49AAAA\"}}]}")
                .expect(200);
        owner.post("/organizations", "{\"name\":\"click-bank\",\"title\":\"Click bank\"}")
                .expect(201);
        owner.post(
                        "/datasets",
                        "{\"name\":\"masked-clicks\",\"title\":\"Masked\",\"organization\":\"click-bank\","
                                + "\"source\":{\"type\":\"kafka\",\"topic\":\"masked_clicks\"}}")
                .expect(201);
        screen = NODE.open(OWNER);
        screen.go("/datasets/masked-clicks");
        screen.button("More actions").click();
        screen.menuItem("Masking").click();
        screen.button("Add rule").click();
        screen.textbox("Rule 1 field 1").fill("iban");
        screen.page().keyboard().press("Escape");
        screen.choose("Rule 1 field 1 is", "is shortened");
        screen.filter("Rule 1 rows").fill("name = ");
        assertThat(screen.shown("filter-error")).hasAttribute("data-position", "7");
        screen.assertOpenToAll("a rule with a fault");
        screen.filter("Rule 1 rows").fill("name = 'Ada'");
        assertThat(screen.shown("filter-error")).hasCount(0);
        screen.button("Save rules").click();
        assertThat(screen.button("Save rules")).isDisabled();
        screen.assertOpenToAll("rules");
        screen.go("/datasets/masked-clicks");
        assertThat(screen.shown("masking-notice")).containsText("1 rule hides parts of its records");

        try (Screen other = NODE.open(READER)) {
            other.go("/datasets/masked-clicks");
            assertThat(other.page().getByText("Ada").first()).isVisible();
            assertThat(other.page().getByText("RO49AAAA")).hasCount(0);
            assertThat(other.shown("masking-notice")).hasCount(0);
        }
    }

    @Test
    void a_topic_is_opened_reset_handed_over_and_given_up() {
        topic("owned_clicks");
        owner.post("/topics/owned_clicks/records", "{\"records\":[{\"value\":1}]}")
                .expect(200);
        screen = NODE.open(OWNER);
        screen.go("/topics/owned_clicks?tab=connect");
        assertThat(screen.shown("privacy")).hasText("Private");
        assertThat(screen.shown("connect-java")).isVisible();
        screen.assertOpenToAll("how to connect");
        menu("Open to everybody");
        inDialog("Open").click();
        assertThat(screen.shown("privacy")).hasText("Open");
        menu("Reset topic");
        screen.textbox("Type owned_clicks to confirm").fill("owned_clicks");
        inDialog("Reset topic").click();
        assertThat(screen.page().getByText("owned_clicks is empty")).isVisible();
        assertThat(owner.get("/topics/owned_clicks").expect(200).path("records").asLong())
                .isZero();
        screen.tab("Partitions").click();
        screen.button("Add partitions").click();
        assertThat(screen.table("Partitions").locator("tbody tr")).hasCount(2);
        screen.assertOpenToAll("partitions");
        menu("Give up");
        screen.textbox("Type owned_clicks to confirm").fill("owned_clicks");
        inDialog("Give topic up").click();
        assertThat(screen.heading("Topics")).isVisible();
        claimAndHandOver();
    }

    private void claimAndHandOver() {
        screen.button("Claim a name").click();
        screen.textbox("Name").fill("owned_clicks");
        inDialog("Claim").click();
        assertThat(screen.heading("owned_clicks")).isVisible();
        assertThat(screen.shown("privacy")).hasText("Private");
        menu("Hand over");
        screen.textbox("New owner").fill("admin");
        screen.assertOpenToAll("handing over");
        inDialog("Hand over").click();
        WaitFor.truth("the topic is another's", () -> NODE.api()
                .get("/topics/owned_clicks")
                .expect(200)
                .path("owner")
                .asText()
                .equals("admin"));
    }

    @Test
    void what_was_refused_is_found_in_the_audit_and_quotas_are_set() {
        topic("audited_clicks");
        reader.post("/topics", "{\"name\":\"not_allowed_clicks\"}").expect(403);
        screen = NODE.open();
        WaitFor.truth("the refusal is recorded", () -> !NODE.api()
                .get("/audit?user=" + READER + "&action=topic.create")
                .expect(200)
                .path("items")
                .isEmpty());
        screen.go("/audit?outcome=refused");
        screen.textbox("Who").fill(READER);
        screen.textbox("What").fill("topic.create");
        assertThat(screen.page().locator("[data-testid=audit-row]:not([data-action='topic.create'])"))
                .hasCount(0);
        Locator refused = screen.shown("audit-row").first();
        assertThat(refused).containsText("refused");
        refused.getByRole(AriaRole.BUTTON).first().click();
        assertThat(screen.page().getByText("Signed in by")).isVisible();
        screen.assertOpenToAll("the audit");
        verify();

        screen.go("/account");
        screen.button("Quota of " + READER).click();
        screen.textbox("Reads at most").fill("512");
        screen.assertOpenToAll("a quota");
        inDialog("Set quota").click();
        assertThat(screen.dialog()).hasCount(0);
        assertThat(NODE.api()
                        .get("/users/" + READER + "/quota")
                        .expect(200)
                        .path("bytes_out_per_second")
                        .asLong())
                .isEqualTo(512_000);
        screen.button("Browsers of " + OWNER).click();
        assertThat(screen.dialog()).isVisible();
        screen.assertOpenToAll("the browsers of somebody");
    }

    private void verify() {
        screen.button("Verify").click();
        assertThat(screen.page().getByText("The audit is intact")).isVisible();
    }

    private void menu(String item) {
        screen.button("More actions").click();
        screen.menuItem(item).click();
    }

    private Locator inDialog(String button) {
        return screen.dialog()
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    private Locator row(String testId, String text) {
        return screen.shown(testId).filter(new Locator.FilterOptions().setHasText(text));
    }

    private static void topic(String name) {
        owner.post("/topics", "{\"name\":\"%s\",\"partitions\":1}".formatted(name))
                .expect(201);
    }

    /** Read by a client that was set up with what the page showed. */
    private static String firstOf(String topic, String settings) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(settings));
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<String> values = new ArrayList<>();
            WaitFor.truth("a record is read", () -> {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
                return !values.isEmpty();
            });
            return values.get(0);
        }
    }
}
