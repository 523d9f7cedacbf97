package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A directory of a test, and those who read it. */
record Drops(Path directory) {
    static final long MAX_BYTES = 8 << 20;

    /** Whole at once, as who moves a file does. */
    void drop(String name, String content) throws IOException {
        Path made = Files.writeString(directory.resolve(".making"), content);
        Files.move(made, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    Reader open(Map<String, Object> options) throws Exception {
        return open(options, Map.of());
    }

    Reader open(Map<String, Object> options, Map<String, String> positions) throws Exception {
        return DirectoryReader.of(directory, List.of(), Processing.of("directory", options), MAX_BYTES)
                .open(positions);
    }

    /** Everything up to the file {@code z-last.json}, which has {@code last} in it. */
    Recorded published(Map<String, Object> options) throws Exception {
        Files.setLastModifiedTime(
                directory.resolve("z-last.json"), FileTime.from(Instant.now().plusSeconds(5)));
        try (Reader reader = open(options)) {
            return new Recorded().read(reader, it -> it.values.contains("{\"last\":true}") && it.settled(directory));
        }
    }
}
