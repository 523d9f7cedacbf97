package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job by clicking, in a real browser: sign in by the link, register a source, find it, watch it live through a filter
 * (with a typo first), keep the filter as a stream, and clean up; with the process killed and started again under the open page.
 */
class BrowserWalkIT {
    private static final String SOURCE = "click-measurements";
    private static final String STREAM = "click-high";
    private static final String VIEW = "The high ones";
    private static final String FILTER = "measurement > 0.5";
    private static final Pattern MEASUREMENT = Pattern.compile("\\b0\\.\\d+");
    private static final double PATIENCE_MS = 60_000;
    private static final int SCROLL_TURNS = 100;
    private static final int SCROLL_PX = 300;
    private static Optional<Chromium> chromium = Optional.empty();

    @TempDir
    Path directory;

    @BeforeAll
    static void find_a_browser() {
        chromium = Chromium.launch();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    @AfterAll
    static void close_the_browser() {
        chromium.ifPresent(Chromium::close);
    }

    @Test
    void register_find_filter_watch_survive_and_clean_up() {
        assumeTrue(chromium.isPresent(), "no Chromium can be had on this machine");
        try (BrowserContext context = chromium.orElseThrow()
                .browser()
                .newContext(new Browser.NewContextOptions().setViewportSize(1280, 720))) {
            Page page = context.newPage();
            page.setDefaultTimeout(PATIENCE_MS);
            try {
                walk(page);
            } catch (RuntimeException | AssertionError failed) {
                page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "browser", "failed.png")));
                throw failed;
            }
        }
    }

    private void walk(Page page) {
        String port;
        try (SluiceProcess process = up("0")) {
            port = Integer.toString(URI.create(process.fact("Address")).getPort());
            signIn(page, process);
            register(page);
            find(page);
            watch(page);
            mistype(page);
            filter(page);
            saveView(page);
            saveAsStream(page);
            process.kill();
            assertThat(state(page)).containsText("RECONNECTING");
        }
        try (SluiceProcess process = up(port)) {
            process.awaitReady();
            assertThat(state(page)).hasText("LIVE");
            assertNothingLost(page);
            openView(page);
            watchStream(page);
            cleanUp(page);
        }
    }

    private static void signIn(Page page, SluiceProcess process) {
        page.navigate(process.fact("Sign in").replaceFirst(" .*", ""));
        assertThat(button(page, "Account")).hasText("admin");
    }

    private static void register(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Register"))
                .first()
                .click();
        textbox(page, "Name").fill(SOURCE);
        textbox(page, "Title").fill("Measurements by click");
        textbox(page, "Organization").fill("clickers");
        textbox(page, "Rate").fill("5");
        button(page, "Register").click();
        assertThat(heading(page, "Measurements by click")).isVisible();
    }

    private static void find(Page page) {
        link(page, "Catalog").first().click();
        page.getByLabel("Search datasets").fill("click meas");
        assertThat(page.getByTestId("dataset-row")).hasCount(1);
        link(page, "Measurements by click").click();
    }

    private static void watch(Page page) {
        link(page, "Watch live").click();
        assertThat(state(page)).hasText("LIVE");
        assertThat(page.getByTestId("live-row").first()).isVisible();
    }

    private static void mistype(Page page) {
        page.getByTestId("filter-box").fill("measurement >> 0.5");
        Locator error = page.getByTestId("filter-error");
        assertThat(error).isVisible();
        assertThat(error).hasAttribute("data-position", "13");
    }

    private static void filter(Page page) {
        page.getByTestId("filter-box").fill(FILTER);
        assertThat(page.getByTestId("filter-error")).hasCount(0);
        page.getByTestId("filter-box").press("Enter");
        assertThat(button(page, "Applied")).isVisible();
        button(page, "Empty the view").click();
        assertThat(page.getByTestId("live-row").nth(5)).isVisible();
        assertThat(measurements(page)).isNotEmpty().allMatch(value -> value > 0.5);
    }

    private static void saveView(Page page) {
        button(page, "Save view").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill(VIEW);
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save view"))
                .click();
        assertThat(page.getByText("View " + VIEW + " saved")).isVisible();
    }

    private static void openView(Page page) {
        link(page, "Live").first().click();
        link(page, VIEW).click();
        assertThat(state(page)).hasText("LIVE");
        assertThat(page.getByTestId("filter-box")).hasValue(FILTER);
        assertThat(page.getByTestId("live-row").first()).isVisible();
    }

    private static void saveAsStream(Page page) {
        button(page, "Save as stream").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Name").fill(STREAM);
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Create stream"))
                .click();
        assertThat(page.getByText("Stream " + STREAM + " created")).isVisible();
    }

    /** The row that says so is among the newest; scrolling holds the view, so it can be looked for in peace. */
    private static void assertNothingLost(Page page) {
        Locator note = page.getByTestId("live-note").getByText("nothing lost");
        page.getByTestId("live-row").nth(3).hover();
        for (int turn = 0; turn < SCROLL_TURNS && note.count() == 0; turn++) {
            page.mouse().wheel(0, SCROLL_PX);
            assertThat(page.getByTestId("live-row").first()).isVisible();
        }
        assertThat(note.first()).isVisible();
        assertThat(page.getByTestId("live-dropped")).hasText("0");
        assertThat(page.getByTestId("live-gap")).hasCount(0);
    }

    private static void watchStream(Page page) {
        link(page, "Streams").first().click();
        Locator row = page.getByTestId("stream-row");
        assertThat(row).hasCount(1);
        assertThat(row).containsText("RUNNING", new ContainsTextOptions().setIgnoreCase(true));
        link(page, "Watch live: " + STREAM).click();
        assertThat(state(page)).hasText("LIVE");
        assertThat(page.getByTestId("live-row").nth(2)).isVisible();
        assertThat(measurements(page)).isNotEmpty().allMatch(value -> value > 0.5);
    }

    private static void cleanUp(Page page) {
        link(page, "Cleanup").first().click();
        page.getByLabel("Choose stream " + STREAM).check();
        page.getByLabel("Choose dataset " + SOURCE).check();
        button(page, "Review and delete").click();
        assertThat(page.getByTestId("cleanup-result")).hasCount(2);
        page.getByLabel("Type delete 2 to confirm").fill("delete 2");
        button(page, "Delete 2 items").click();
        assertThat(page.locator("[data-testid=cleanup-result][data-status=deleted]"))
                .hasCount(2);
        button(page, "Close").last().click();
        link(page, "Streams").first().click();
        assertThat(page.getByText("No streams yet")).isVisible();
        link(page, "Topics").first().click();
        assertThat(page.getByTestId("topic-row")).hasCount(0);
    }

    private SluiceProcess up(String port) {
        return SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_HTTP_PORT", port)
                .start()
                .awaitReady();
    }

    /** The measurement of each row that is drawn. */
    private static List<Double> measurements(Page page) {
        return page.getByTestId("live-row").allInnerTexts().stream()
                .map(MEASUREMENT::matcher)
                .filter(Matcher::find)
                .map(found -> Double.parseDouble(found.group()))
                .toList();
    }

    private static Locator state(Page page) {
        return page.getByTestId("live-state");
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator textbox(Page page, String name) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }
}
