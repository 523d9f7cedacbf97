package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script with the distribution that the build just made. */
class ScriptIT {
    private static final Path SCRIPT = Path.of("..", "sluice").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    @Test
    void works_through_a_symbolic_link_from_anywhere_and_keeps_its_data_there() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), SCRIPT);
        Path indirect = Files.createSymbolicLink(directory.resolve("indirect"), Path.of("link"));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));

        try (SluiceProcess process = SluiceProcess.script(indirect, "up", "--no-demo")
                .from(elsewhere)
                .start()) {
            assertThat(process.fact("Data"))
                    .isEqualTo(elsewhere.toRealPath().resolve(".sluice").toString());
            assertThat(new Api(process.fact("Address")).root("/health/live").status())
                    .isEqualTo(200);
            assertThat(process.terminate()).isIn(0, 143);
        }
    }

    @Test
    void the_distribution_needs_nothing_of_the_source_tree() throws Exception {
        Path built = Path.of("target", "sluice").toAbsolutePath();
        Path moved = directory.resolve("moved");
        Files.createDirectory(moved);
        Files.copy(built.resolve("sluice"), moved.resolve("sluice"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(moved.resolve("lib"), built.resolve("lib"));

        SluiceProcess.Outcome answer =
                SluiceProcess.script(moved.resolve("sluice"), "--version").ended();

        assertThat(answer.code()).isZero();
        assertThat(answer.stdout()).first().asString().matches("Sluice \\d+\\..*");
        assertThat(answer.stderr()).isEmpty();
    }

    @Test
    void says_which_java_it_needs() {
        SluiceProcess.Outcome refusal = SluiceProcess.script(SCRIPT, "--version")
                .with("JAVA_HOME", directory.toString())
                .ended();

        assertThat(refusal.code()).isEqualTo(1);
        assertThat(refusal.stderr())
                .containsExactly("sluice: JAVA_HOME is " + directory + ", but there is no bin/java in it.");
    }
}
