package io.sluice.deploy.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {
    @TempDir
    Path directory;

    @Test
    void is_held_by_one_and_can_be_taken_again_when_given_back() throws Exception {
        Path root = directory.resolve("a/b");
        try (DataDir held = DataDir.open(root)) {
            assertThat(Files.readString(held.resolve("lock")).strip())
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
            assertThatThrownBy(() -> DataDir.open(root))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("The data directory " + root + " is in use by another Sluice (process "
                            + ProcessHandle.current().pid()
                            + "); stop that one, or choose another directory with SLUICE_DATA_DIR.");
        }
        DataDir.open(root).close();
    }

    @Test
    void takes_over_what_a_dead_process_left() throws Exception {
        Files.writeString(directory.resolve("lock"), "999999999999 of somebody");

        DataDir.open(directory).close();

        assertThat(Files.readString(directory.resolve("lock")).strip())
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void says_that_it_cannot_be_written() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> DataDir.open(file.resolve("below")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("The data directory " + file.resolve("below")
                        + " cannot be written; choose another with SLUICE_DATA_DIR.");
    }
}
