package io.sluice.deploy.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/**
 * The classes that a start loads, in the form in which the JVM keeps them (class-data sharing). Reading and checking ten thousand of
 * them is two fifths of what a start costs, and the tests start the program some seventy times. Made by the first start after a
 * build; without effect where the JVM finds that it does not fit.
 */
final class ClassArchive {
    private static final Path ARCHIVE = Path.of("target", "classes.jsa").toAbsolutePath();
    private static final Path LOCK = Path.of("target", "classes.jsa.lock");

    private ClassArchive() {}

    /** @return the option of {@code java} that uses it */
    static synchronized String option(Path distribution) {
        try (FileChannel lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            if (held.isValid() && isStale(distribution)) {
                make();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return "-XX:SharedArchiveFile=" + ARCHIVE;
    }

    private static boolean isStale(Path distribution) throws IOException {
        FileTime built = Files.getLastModifiedTime(distribution);
        return Files.notExists(ARCHIVE) || Files.getLastModifiedTime(ARCHIVE).compareTo(built) < 0;
    }

    private static void make() throws IOException {
        Path directory = Files.createTempDirectory(ARCHIVE.getParent(), "archived");
        Path made = directory.resolve("classes.jsa");
        SluiceProcess.javaWith("-XX:ArchiveClassesAtExit=" + made, "up", "--no-demo")
                .in(directory.resolve("data"))
                .start()
                .awaitReady()
                .terminate();
        Files.move(made, ARCHIVE, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
