package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** That each benchmark runs and says what it has to say; how fast it is, is not tested. */
class BenchIT {

    @Test
    void tail_ends_with_one_line_of_json() {
        PrintStream screen = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code;
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            code = new CommandLine(new Bench()).execute("tail", "--records", "20000", "--rounds", "1", "--warmup", "0");
        } finally {
            System.setOut(screen);
        }
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(code).isZero();
        assertThat(lines.get(lines.size() - 1))
                .matches("\\{\"bench\":\"tail\",\"value\":[0-9.]+,\"baseline\":[0-9.]+,\"ratio\":[0-9.]+}");
    }
}
