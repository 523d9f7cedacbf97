package io.sluice.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference in the documentation is made from {@code defaults.yaml}: its keys, its values, its comments. */
class ConfigReferenceTest {
    private static final int INDENT = 2;
    private static final Pattern LINE = Pattern.compile("( *)([a-z_]+):(?: (.*))?");

    @Test
    void every_key_has_a_comment_and_the_documentation_has_them_all() throws IOException {
        String documented = Files.readString(Path.of("..", "docs", "operations.md"));

        assertThat(documented).contains(String.join("\n", table()));
    }

    private static List<String> table() {
        List<String> rows = new ArrayList<>(List.of("| key | variable | default | |", "|---|---|---|---|"));
        Deque<String> sections = new ArrayDeque<>();
        List<String> comment = new ArrayList<>();
        for (String line : ConfigFiles.defaults().lines().toList()) {
            Matcher setting = LINE.matcher(line);
            if (line.strip().startsWith("#")) {
                comment.add(line.strip().substring(1).strip());
                continue;
            }
            if (!setting.matches()) {
                comment.clear();
                continue;
            }
            while (sections.size() > setting.group(1).length() / INDENT) {
                sections.removeLast();
            }
            if (setting.group(3) == null) {
                sections.addLast(setting.group(2) + ".");
                comment.clear();
            } else {
                String key = String.join("", sections) + setting.group(2);
                assertThat(comment).as("comment of %s", key).isNotEmpty();
                rows.add(row(key, setting.group(3), String.join(" ", comment)));
                comment.clear();
            }
        }
        return rows;
    }

    private static String row(String key, String value, String comment) {
        String shown = value.equals("~") ? "" : "`" + value + "`";
        return "| `" + key + "` | `" + Environment.variable(key) + "` | " + shown + " | " + comment + " |";
    }
}
