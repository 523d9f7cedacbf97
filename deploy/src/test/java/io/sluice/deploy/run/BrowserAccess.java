package io.sluice.deploy.run;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether everybody can use a page, as far as axe-core can tell: names of controls, contrast, roles, order of headings. Also keeps
 * what a page told its console as an error, since pages were opened.
 */
final class BrowserAccess {
    private static final String SCRIPT = script();
    /** Findings of the two highest grades, each with the first places where it holds; of colours that have arrived, not of those on their way. */
    private static final String RUN = """
            async () => {
              const moving = document.getAnimations()
                .filter(({effect}) => effect.getComputedTiming().endTime !== Infinity);
              await Promise.allSettled(moving.map(({finished}) => finished));
              return (await axe.run(document, {resultTypes: ['violations']})).violations
                .filter(({impact}) => impact === 'serious' || impact === 'critical')
                .map(({id, nodes}) => id + ': ' + nodes.slice(0, 3).map(({target}) => target.join(' ')).join(', '));
            }
            """;

    private final List<String> errors = new ArrayList<>();

    /** Listens to a page, before it is opened. */
    void listenTo(Page page) {
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    /** What is in the way of somebody on the page as it stands. */
    static List<String> obstacles(Page page) {
        page.evaluate(SCRIPT);
        return ((List<?>) page.evaluate(RUN)).stream().map(String::valueOf).toList();
    }

    private static String script() {
        try (InputStream script = BrowserAccess.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
