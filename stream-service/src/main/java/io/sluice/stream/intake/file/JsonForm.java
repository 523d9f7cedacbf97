package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.sluice.stream.intake.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How JSON fills a file. */
enum JsonForm {
    /** Values that reach over lines as they like, one or several. */
    DOCUMENT,
    /** Whole values in each line, so that one that is broken leaves the others alone. */
    LINES;

    private static final int SAMPLE = 1 << 20;

    /** Finds out from names, or else from the first lines, which stay unread. */
    static JsonForm of(BufferedReader text, String url, String contentType) throws IOException {
        String name = url.toLowerCase(Locale.ROOT).replaceAll("[?#].*", "").replaceAll("\\.gz$", "");
        String type = contentType.toLowerCase(Locale.ROOT);
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || type.contains("jsonl") || type.contains("ndjson")) {
            return LINES;
        }
        List<String> lines = sample(text);
        if (lines.size() < 2 || lines.get(0).startsWith("[")) {
            return DOCUMENT;
        }
        Kind first = kind(lines.get(0));
        return first == Kind.WHOLE || first == Kind.BROKEN && kind(lines.get(1)) == Kind.WHOLE ? LINES : DOCUMENT;
    }

    private enum Kind {
        WHOLE,
        OPEN,
        BROKEN
    }

    /** The first two lines that are not blank, as far as they are there in full. */
    private static List<String> sample(BufferedReader text) throws IOException {
        char[] sample = new char[SAMPLE];
        text.mark(SAMPLE);
        int length = 0;
        int lines = 0;
        for (int got = 0; got >= 0 && length < SAMPLE && lines < 2; length += Math.max(0, got)) {
            got = text.read(sample, length, Math.min(64 * 1024, SAMPLE - length));
            lines = whole(sample, length + Math.max(0, got)).size();
        }
        text.reset();
        List<String> found = length < SAMPLE && lines < 2 ? all(sample, length) : whole(sample, length);
        return found.isEmpty() ? all(sample, Math.min(length, 1)) : found.subList(0, Math.min(2, found.size()));
    }

    private static List<String> whole(char[] sample, int length) {
        int end = length;
        while (end > 0 && sample[end - 1] != '\n') {
            end--;
        }
        return all(sample, end);
    }

    private static List<String> all(char[] sample, int length) {
        return Arrays.stream(new String(sample, 0, length).split("\\R"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static Kind kind(String line) throws IOException {
        try (JsonParser parser = JsonText.parser(line)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return Kind.WHOLE;
        } catch (JsonProcessingException broken) {
            // An end after a comma is no end of input to the parser.
            boolean atEnd = broken.getLocation().getCharOffset() >= line.length();
            return atEnd || broken instanceof JsonEOFException ? Kind.OPEN : Kind.BROKEN;
        }
    }
}
