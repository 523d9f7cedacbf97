package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Parses every example of docs/sql.md. */
class SqlDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "sql.md");
    private static final Pattern BLOCK = Pattern.compile("```([a-z]+)\\n(.*?)```", Pattern.DOTALL);

    private static List<String> blocks(String kind) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        while (block.find()) {
            if (block.group(1).equals(kind)) {
                blocks.add(block.group(2));
            }
        }
        assertThat(blocks).as("blocks of " + kind).isNotEmpty();
        return blocks;
    }

    @TestFactory
    Stream<DynamicTest> queries_are_accepted() throws IOException {
        return blocks("sql").stream()
                .flatMap(block -> Arrays.stream(block.split(";\n")))
                .filter(sql -> !sql.isBlank())
                .map(sql -> DynamicTest.dynamicTest(sql.strip(), () -> {
                    Query query = Query.parse(sql).orElseThrow();
                    assertThat(Query.parse(query.print()).orElseThrow()).isEqualTo(query);
                }));
    }

    /** A text, and below it its canonical one, or where it is refused and why. */
    @TestFactory
    Stream<DynamicTest> texts_become_what_stands_below_them() throws IOException {
        List<String> lines = Stream.concat(blocks("canonical").stream(), blocks("refused").stream())
                .flatMap(String::lines)
                .toList();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            String sql = lines.get(i);
            String below = lines.get(i + 1);
            tests.add(DynamicTest.dynamicTest(sql, () -> check(sql, below)));
        }
        return tests.stream();
    }

    private static void check(String sql, String below) {
        if (!below.startsWith(" ")) {
            assertThat(Query.parse(sql).orElseThrow().print()).isEqualTo(below);
            return;
        }
        int position = below.indexOf('^');
        int length = below.lastIndexOf('^') + 1 - position;
        assertThat(Query.parse(sql).violations())
                .containsExactly(new Violation(below.substring(position + length + 1), position, length));
    }
}
