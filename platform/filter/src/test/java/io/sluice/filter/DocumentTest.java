package io.sluice.filter;

import static io.sluice.filter.Records.project;
import static io.sluice.filter.Records.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs every example of docs/filter-language.md. */
class DocumentTest {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "filter-language.md");
    private static final Pattern BLOCK = Pattern.compile("```([a-z]+)\\n(.*?)```", Pattern.DOTALL);

    private static List<List<String>> blocks(String kind) throws IOException {
        List<List<String>> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        while (block.find()) {
            if (block.group(1).equals(kind)) {
                blocks.add(block.group(2).lines().toList());
            }
        }
        assertThat(blocks).as("blocks of " + kind).isNotEmpty();
        return blocks;
    }

    private static Stream<String> lines(String kind) throws IOException {
        return blocks(kind).stream().flatMap(List::stream);
    }

    @TestFactory
    Stream<DynamicTest> filters_are_accepted_without_warning() throws IOException {
        return lines("filter")
                .map(where -> DynamicTest.dynamicTest(where, () -> {
                    Filter filter = Filter.parse(where).orElseThrow();
                    assertThat(filter.warnings()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> verdicts_are_as_told() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (List<String> block : blocks("verdicts")) {
            String json = block.get(0).replaceFirst("^record ", "");
            for (String line : block.subList(1, block.size())) {
                String where = line.substring(9);
                Verdict expected = Verdict.valueOf(
                        line.substring(0, 9).strip().toUpperCase().replace(' ', '_'));
                tests.add(DynamicTest.dynamicTest(
                        line, () -> assertThat(verdict(where, json)).isEqualTo(expected)));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> projections_give_what_is_told() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (List<String> block : blocks("projections")) {
            String json = block.get(0).replaceFirst("^record ", "");
            for (int i = 1; i < block.size(); i += 2) {
                String select = block.get(i).replaceFirst("^select ", "");
                String expected = block.get(i + 1).replaceFirst("^gives +", "");
                tests.add(DynamicTest.dynamicTest(
                        select, () -> assertThat(project(select, json)).isEqualTo(expected)));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> refusals_say_where_and_why() throws IOException {
        List<String> lines = lines("refused").toList();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            String where = lines.get(i);
            String mark = lines.get(i + 1);
            int position = mark.indexOf('^');
            int length = mark.lastIndexOf('^') + 1 - position;
            boolean atEnd = position >= where.length();
            Violation expected = new Violation(mark.substring(position + length + 1), position, atEnd ? 0 : length);
            tests.add(DynamicTest.dynamicTest(
                    where, () -> assertThat(Filter.parse(where).violations()).containsExactly(expected)));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> patterns_become_the_filter_below_them() throws IOException {
        List<String> lines = lines("patterns").toList();
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            String pattern = lines.get(i);
            String where = lines.get(i + 1);
            tests.add(DynamicTest.dynamicTest(
                    pattern, () -> assertThat(Patterns.toFilter(pattern).orElseThrow())
                            .isEqualTo(Filter.parse(where).orElseThrow())));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> rules_give_what_is_told() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (List<String> block : blocks("rules")) {
            String json = block.get(0).replaceFirst("^record ", "");
            for (int i = 1; i < block.size(); i += 2) {
                List<String> rules =
                        List.of(block.get(i).replaceFirst("^rules +", "").split(" *;; *"));
                String expected = block.get(i + 1).replaceFirst("^gives +", "");
                List<String> left = expected.equals("nothing") ? List.of() : List.of(expected);
                tests.add(DynamicTest.dynamicTest(block.get(i), () -> assertThat(Ruled.rows(rules, List.of(json)))
                        .isEqualTo(left)));
            }
        }
        return tests.stream();
    }
}
