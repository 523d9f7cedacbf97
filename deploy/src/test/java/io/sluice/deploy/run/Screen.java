package io.sluice.deploy.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;

/** A page in front of somebody who is signed in, and the words by which its parts are found. */
final class Screen implements AutoCloseable {
    /** What the browser itself remarks when a node is busy, such as with the previews of others: the page asks again. */
    private static final String BUSY = "status of 503";

    private final BrowserContext context;
    private final Page page;
    private final String address;
    private final BrowserAccess access = new BrowserAccess();

    private Screen(BrowserContext context, String address) {
        this.context = context;
        this.page = context.newPage();
        this.address = address;
        page.setDefaultTimeout(BrowserNode.PATIENCE_MS);
        access.listenTo(page);
    }

    static Screen signedIn(Browser browser, String address, String user, String password) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 800).setReducedMotion(ReducedMotion.REDUCE));
        Screen screen = new Screen(context, address);
        screen.go("/signin");
        screen.textbox("User name").fill(user);
        screen.page.getByLabel("Password").first().fill(password);
        screen.button("Sign in").click();
        assertThat(screen.button("Account")).hasText(user);
        return screen;
    }

    /** By its address, as somebody who kept it. */
    void go(String path) {
        page.navigate(address + path);
    }

    Page page() {
        return page;
    }

    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator tab(String name) {
        return page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name));
    }

    Locator menuItem(String name) {
        return page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name));
    }

    Locator textbox(String name) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** A line of the filter language. */
    Locator filter(String name) {
        return page.getByRole(
                AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    Locator table(String name) {
        return page.getByRole(
                AriaRole.TABLE, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator shown(String testId) {
        return page.getByTestId(testId);
    }

    /** Opens a list of choices and takes one. */
    void choose(String label, String option) {
        textbox(label).click();
        page.getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(option).setExact(true))
                .click();
    }

    /** One of a row of words, of which one holds. */
    void pick(String word) {
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(word).setExact(true))
                .locator("xpath=following-sibling::label")
                .click();
    }

    /** A mark that only a page which was not loaded again still has. */
    void mark() {
        page.evaluate("() => { window.marked = true }");
    }

    boolean isMarked() {
        return Boolean.TRUE.equals(page.evaluate("() => window.marked === true"));
    }

    /** What is on the screen now is in nobody's way, by day and by night, and nothing was told to the console as an error. */
    void assertOpenToAll(String what) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.waitForSelector(
                    "html[data-mantine-color-scheme=" + scheme.name().toLowerCase() + "]");
            assertThat(BrowserAccess.obstacles(page)).as("%s, %s", what, scheme).isEmpty();
        }
        assertThat(access.errors()).as(what).allSatisfy(error -> assertThat(error)
                .contains(BUSY));
    }

    @Override
    public void close() {
        context.close();
    }
}
