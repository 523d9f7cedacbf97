package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The application needs nothing that its own policy forbids, on any page, and the policy does forbid. */
class BrowserPolicyIT {
    private static final String TOPIC = "policed";
    private static final String TELL =
            "addEventListener('securitypolicyviolation', ({violatedDirective, blockedURI, sample}) =>"
                    + " console.error('policy: ' + violatedDirective + ' ' + blockedURI + ' ' + sample))";

    @RegisterExtension
    static final BrowserNode NODE = new BrowserNode();

    private final List<String> told = new ArrayList<>();
    private Screen screen;

    @BeforeEach
    void sign_in() {
        screen = NODE.open();
        screen.page().addInitScript(TELL);
        screen.page().onConsoleMessage(message -> {
            if (message.text().contains("policy") || message.text().contains("Policy")) {
                told.add(screen.page().url() + ": " + message.text());
            }
        });
    }

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void no_page_needs_what_the_policy_forbids() {
        NODE.api()
                .post("/topics", "{\"name\":\"%s\",\"partitions\":1}".formatted(TOPIC))
                .expect(201);
        NODE.produce(TOPIC, "{\"value\":{\"kwh\":1,\"id\":\"a\"}}", "{\"value\":{\"kwh\":2,\"id\":\"b\"}}");
        for (String path : List.of(
                "/",
                "/catalog",
                "/catalog/new",
                "/catalog/import",
                "/live",
                "/live?topic=" + TOPIC + "&from=earliest&chart=bar&by=id",
                "/streams",
                "/landings",
                "/alerts",
                "/topics",
                "/topics/" + TOPIC,
                "/sessions",
                "/cleanup",
                "/account",
                "/nowhere")) {
            screen.go(path);
            assertThat(screen.page().locator("h1, [role=main], main").first()).isVisible();
        }
        screen.go("/landings");
        screen.button("Create landing").click();
        screen.choose("Topic", TOPIC);
        assertThat(screen.dialog()).isVisible();
        screen.go("/streams/new");
        screen.pick("SQL");
        assertThat(screen.page().locator(".cm-editor")).isVisible();
        assertThat(screen.page().locator(".cm-editor")).hasCSS("font-size", "12.5px");

        assertThat(told).isEmpty();
    }

    @Test
    void what_an_injection_would_bring_is_refused() {
        screen.go("/catalog");
        assertThat(screen.page().locator("h1").first()).isVisible();
        for (String markup : List.of(
                "<p style='color:red'>a</p>",
                "<style>p { color: red }</style>",
                "<img src='https://elsewhere.example/x.png'>",
                "<a id='trap' onclick='window.caught = true'>b</a>")) {
            int before = told.size();
            screen.page().evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", markup);
            screen.page()
                    .waitForCondition(
                            () -> told.size() > before,
                            new Page.WaitForConditionOptions().setTimeout(BrowserNode.PATIENCE_MS));
        }
        screen.page().evaluate("document.getElementById('trap').click()");
        assertThat(screen.page().evaluate("window.caught === undefined")).isEqualTo(true);
    }
}
