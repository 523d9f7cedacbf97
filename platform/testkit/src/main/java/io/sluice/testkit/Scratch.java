package io.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories that live as long as the test JVM. */
final class Scratch {
    private Scratch() {}

    static Path directory(String name) {
        try {
            return Files.createTempDirectory("sluice-test-" + name);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Closes {@code part} when the JVM ends, and removes its directory. */
    static void atExit(AutoCloseable part, Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                part.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            } finally {
                delete(directory);
            }
        }));
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
