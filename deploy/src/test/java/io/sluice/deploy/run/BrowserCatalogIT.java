package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a catalogue is for, by clicking in a real browser: descriptions come in from elsewhere and go out, every change can be seen,
 * what others have is found, and the bytes of a topic are read in the format that somebody chose.
 */
class BrowserCatalogIT {
    private static final double PATIENCE_MS = 60_000;
    private static final String PASSWORD = "correct-horse-battery";
    private static final String PACKAGES = """
            {"success": true, "result": {"count": 2, "results": [
              {"name": "sea-level", "title": "Sea level at Cuxhaven", "license_id": "cc-by",
               "author": "Ada Lovelace", "organization": {"name": "tides", "title": "Tides"},
               "resources": [{"url": "https://example.org/level", "format": "API"}]},
              {"name": "sea-level", "title": "The same once more", "organization": {"name": "tides"}, "resources": []}
            ]}}""";
    private static final String ELSEWHERE = """
            {"success": true, "result": {"count": 1, "results": [{"id": "1", "name": "gauge", "title": "Sea gauge, elsewhere",
             "notes": "", "tags": [], "resources": [{"name": "a", "url": "https://example.org/a.csv", "format": "CSV"}]}]}}""";

    @TempDir
    static Path directory;

    private static Optional<Chromium> chromium = Optional.empty();
    private static HttpServer elsewhere;
    private static SluiceProcess process;
    private static Api api;
    private static String address;

    private final BrowserAccess access = new BrowserAccess();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.launch();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        elsewhere = otherCatalogue();
        Path settings = Files.writeString(
                directory.resolve("settings.yaml"),
                "federation:\n  servers: [\"hydro ckan http://127.0.0.1:%d\", \"gone ckan http://127.0.0.1:1\"]\n"
                        .formatted(elsewhere.getAddress().getPort()));
        process = SluiceProcess.java("up", "--no-demo")
                .in(directory.resolve("data"))
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .with("SLUICE_CONFIG", settings.toString())
                .start()
                .awaitReady();
        address = process.fact("Address");
        api = new Api(address).signIn("admin", PASSWORD);
        api.post("/organizations", "{\"name\":\"tides\",\"title\":\"Tide Institute\"}")
                .expect(201);
    }

    @AfterAll
    static void stop() {
        process.close();
        elsewhere.stop(0);
        chromium.ifPresent(Chromium::close);
    }

    @BeforeEach
    void open() {
        assumeTrue(chromium.isPresent(), "no Chromium can be had on this machine");
        signIn(ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void a_description_comes_in_is_changed_cited_and_goes_out() throws IOException {
        page.navigate(address + "/catalog/import");
        page.getByLabel("Document").fill(PACKAGES);
        assertThat(page.getByTestId("import-preview").locator("tbody tr")).hasCount(2);
        button("Register 2 datasets").click();
        assertThat(page.locator("[data-testid=import-result][data-status=created]"))
                .hasCount(1);
        assertThat(page.locator("[data-testid=import-result][data-status=refused]"))
                .containsText("is taken");

        link("sea-level").click();
        button("More actions").click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Edit"))
                .click();
        textbox("Title").fill("Sea level at Helgoland");
        button("Save").click();
        tab("Versions").click();
        Locator newest = page.locator("[data-testid=version-row][data-version='2']");
        assertThat(newest.locator("del")).hasText("Cuxhaven");
        assertThat(newest.locator("ins")).hasText("Helgoland");

        tab("Cite and export").click();
        assertThat(page.getByLabel("Citation", new Page.GetByLabelOptions().setExact(true)))
                .containsText("Sea level at Helgoland. Version 2. Tide Institute.");
        Download file = page.waitForDownload(() -> button("Download DCAT-AP").click());
        assertThat(Files.readString(file.path())).contains("Sea level at Helgoland");
        assertThat(access.errors()).isEmpty();
    }

    @Test
    void a_document_that_is_no_json_is_refused_at_its_line() {
        page.navigate(address + "/catalog/import");
        page.getByLabel("Document").fill("{\"name\": \"x\",\n  oops}");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("line 2, column 3");
        assertThat(button("Register")).isDisabled();
    }

    @Test
    void the_beginning_of_a_word_is_completed_by_keys() {
        entry("salinity-profile", "Salinity profile");
        page.navigate(address + "/catalog");
        Locator box = page.getByLabel("Search datasets");
        box.fill("salin");
        assertThat(page.getByRole(AriaRole.OPTION)).hasCount(1);
        box.press("ArrowDown");
        box.press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Salinity profile")))
                .isVisible();
    }

    @Test
    void other_catalogues_are_searched_and_their_silence_is_told() {
        entry("sea-ice", "Sea ice, here");
        page.navigate(address + "/catalog?q=sea");
        page.getByText("All catalogues").click();
        assertThat(page.locator("[data-testid=dataset-row][data-server=hydro]")).containsText("Sea gauge, elsewhere");
        assertThat(link("Sea ice, here")).isVisible();
        assertThat(page.getByTestId("server").filter(new Locator.FilterOptions().setHasText("gone")))
                .containsText("could not be asked");
    }

    @Test
    void the_bytes_of_a_topic_are_read_in_the_format_that_is_chosen() {
        api.post("/topics", "{\"name\":\"cells\",\"partitions\":1}").expect(201);
        api.post("/topics/cells/records", "{\"records\":[{\"value_text\":\"7;warm\"}]}")
                .expect(200);
        chooseFormat("Delimited text");
        textbox("Delimiter").fill(";");
        for (String column : List.of("degrees", "word")) {
            textbox("Columns").fill(column);
            textbox("Columns").press("Enter");
        }
        saveFormat();
        tab("Records").click();
        assertThat(page.getByTestId("record-row")).containsText("{\"degrees\":7");

        chooseFormat("Long");
        saveFormat();
        tab("Records").click();
        assertThat(page.getByTestId("value-error")).containsText("Cannot be read:");
        assertThat(access.errors()).isEmpty();
    }

    /** A dataset whose source runs is looked at again and again, so the page notices by itself. */
    @Test
    void a_page_whose_server_is_gone_says_so_until_it_is_back() {
        api.post(
                        "/datasets",
                        "{\"name\":\"ticks\",\"title\":\"Ticks\",\"organization\":\"tides\","
                                + "\"source\":{\"type\":\"generator\",\"template\":\"timestamp\"}}")
                .expect(201);
        page.navigate(address + "/datasets/ticks");
        assertThat(page.getByTestId("progress")).isVisible();
        Locator remark = page.getByText("What you see here is what was last heard.");
        page.route("**/api/v1/**", Route::abort);
        assertThat(remark).isVisible();
        page.unrouteAll();
        assertThat(remark).hasCount(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void every_page_can_be_used_by_everybody(ColorScheme scheme) {
        entry("open-to-all", "Open to all");
        api.post("/topics", "{\"name\":\"everybody\",\"partitions\":1}");
        context.close();
        signIn(scheme);
        for (String path : List.of(
                "/catalog",
                "/catalog?q=open&server=global",
                "/catalog/import",
                "/catalog/new?type=csv",
                "/datasets/open-to-all",
                "/datasets/open-to-all?tab=versions",
                "/datasets/open-to-all?tab=cite",
                "/datasets/open-to-all/edit",
                "/topics",
                "/topics/everybody",
                "/topics/everybody?tab=format",
                "/streams",
                "/sessions",
                "/cleanup",
                "/account")) {
            page.navigate(address + path);
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .isVisible();
            assertThat(page.locator("[aria-busy=true]")).hasCount(0);
            assertThat(BrowserAccess.obstacles(page)).as(scheme + " " + path).isEmpty();
        }
        assertThat(access.errors()).isEmpty();
    }

    private void chooseFormat(String format) {
        page.navigate(address + "/topics/cells?tab=format");
        page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Values"))
                .getByRole(AriaRole.TEXTBOX)
                .first()
                .click();
        page.getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(format).setExact(true))
                .click();
    }

    private void saveFormat() {
        button("Save the format").click();
        assertThat(page.getByText("Records are read in this format from now on").last())
                .isVisible();
    }

    private static void entry(String name, String title) {
        api.post(
                "/datasets",
                "{\"name\":\"%s\",\"title\":\"%s\",\"organization\":\"tides\",\"source\":{\"type\":\"s3\",\"url\":\"s3://tides/%s\"}}"
                        .formatted(name, title, name));
    }

    private void signIn(ColorScheme scheme) {
        context = chromium.orElseThrow()
                .browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(1280, 800)
                        .setColorScheme(scheme));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        access.listenTo(page);
        page.navigate(address + "/signin");
        textbox("User name").fill("admin");
        page.getByLabel("Password").first().fill(PASSWORD);
        button("Sign in").click();
        assertThat(button("Account")).hasText("admin");
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator tab(String name) {
        return page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name));
    }

    private Locator textbox(String name) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static HttpServer otherCatalogue() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = ELSEWHERE.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }
}
