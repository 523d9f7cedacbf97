package io.sluice.deploy.run;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A browser for the tests of a class, and one node for all such classes: started for the first, ended after the last. They share its
 * topics, so each names its own. What was on the screen when a test failed is kept in {@code target/browser}.
 */
final class BrowserNode implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {
    static final double PATIENCE_MS = 60_000;
    private static final Namespace SHARED = Namespace.create(BrowserNode.class);

    private Optional<Chromium> chromium = Optional.empty();
    private Running running;
    private Screen screen;

    /** A browser must be used by one thread at a time, and classes run beside each other. */
    @Override
    public void beforeAll(ExtensionContext context) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        chromium = Chromium.launch();
        assumeTrue(chromium.isPresent(), "no Chromium can be had on this machine");
        running = context.getRoot().getStore(SHARED).getOrComputeIfAbsent(Running.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        chromium.ifPresent(Chromium::close);
    }

    /** Signed in, with rights to everything. */
    Api api() {
        return running.api;
    }

    /** A page in a browser session of its own, signed in. */
    Screen open() {
        return open("admin");
    }

    /** The same for a user that was made with {@link #user}. */
    Screen open(String user) {
        screen = Screen.signedIn(chromium.orElseThrow().browser(), running.address, user, Running.PASSWORD);
        return screen;
    }

    /** Somebody who can sign in. */
    Api user(String name, String role) {
        api().post(
                        "/users",
                        "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}".formatted(name, Running.PASSWORD, role))
                .expect(201);
        return new Api(running.address).signIn(name, Running.PASSWORD);
    }

    /** A client without any rights yet. */
    Api nobody() {
        return new Api(running.address);
    }

    /** Keeps what was on the screen when a test failed. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failed) throws Throwable {
        Path picture =
                Path.of("target", "browser", context.getRequiredTestMethod().getName() + ".png");
        screen.page().screenshot(new Page.ScreenshotOptions().setPath(picture));
        throw failed;
    }

    /** @param records JSON objects, each with {@code value} or {@code value_text} */
    void produce(String topic, String... records) {
        api().post("/topics/" + topic + "/records", "{\"records\":[" + String.join(",", records) + "]}")
                .expect(200);
    }

    /** Made by JUnit, once in its run. */
    static final class Running implements AutoCloseable {
        private static final String PASSWORD = "correct-horse-battery";

        private final Path directory = directory();
        private final SluiceProcess process = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .start();
        private final String address = process.fact("Address");
        private final Api api = new Api(address).signIn("admin", PASSWORD);

        @Override
        public void close() throws IOException {
            process.close();
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }

        private static Path directory() {
            try {
                return Files.createTempDirectory("sluice-screen");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
