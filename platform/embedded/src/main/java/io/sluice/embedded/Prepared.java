package io.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory that is either fully prepared or treated as empty. The marker file is written last and atomically, and nothing of
 * value is stored before it exists; so whatever a killed preparation left behind can be thrown away.
 *
 * @param directory the directory
 * @param marker its file that says "prepared" and holds one line chosen by whoever prepared it
 */
record Prepared(Path directory, String marker) {

    /** @return the line of the marker, or empty, and then the directory exists and has nothing in it */
    Optional<String> open() {
        try {
            Path file = directory.resolve(marker);
            if (Files.isRegularFile(file)) {
                return Optional.of(Files.readString(file).strip());
            }
            deleteRecursively(directory);
            Files.createDirectories(directory);
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void done(String line) {
        try {
            Path draft = directory.resolve(marker + ".tmp");
            Files.writeString(draft, line + System.lineSeparator());
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(draft, directory.resolve(marker), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void deleteRecursively(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
