package io.sluice.stream.intake.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands between the cells of a table. */
record Delimiter(String text) {
    /** Any run of blanks. */
    static final Delimiter BLANKS = new Delimiter("\\s+");

    private static final List<String> USUAL = List.of("\t", ",", ";", "|");
    private static final int SAMPLE = 32 * 1024;
    private static final int SAMPLE_LINES = 20;

    static Delimiter of(String given) {
        return new Delimiter(given.equals("\\t") ? "\t" : given);
    }

    boolean isBlanks() {
        return text.equals(BLANKS.text);
    }

    /**
     * Guesses from the beginning of a text, which stays unread.
     *
     * @param before lines to pass over
     */
    static Delimiter guess(BufferedReader text, int before, @Nullable Character comment) throws IOException {
        char[] sample = new char[SAMPLE];
        text.mark(SAMPLE);
        int length = 0;
        for (int got = 0; got >= 0 && length < SAMPLE; length += Math.max(0, got)) {
            got = text.read(sample, length, SAMPLE - length);
        }
        text.reset();
        List<String> lines = Arrays.stream(new String(sample, 0, length).split("\\R"))
                .skip(before)
                .filter(line -> !line.isBlank() && (comment == null || line.charAt(0) != comment))
                .limit(SAMPLE_LINES)
                .collect(Collectors.toList());
        if (length == SAMPLE && lines.size() > 1 && lines.size() < SAMPLE_LINES) {
            lines.remove(lines.size() - 1);
        }
        return guess(lines);
    }

    /** The one that every line has, and equally often; else one that every line has; else blanks, if there are any. */
    private static Delimiter guess(List<String> lines) {
        for (boolean equally : new boolean[] {true, false}) {
            for (String candidate : USUAL) {
                long[] counts = lines.stream()
                        .mapToLong(line -> count(line, candidate.charAt(0)))
                        .distinct()
                        .toArray();
                boolean everywhere = counts.length > 0 && Arrays.stream(counts).allMatch(count -> count > 0);
                if (everywhere && (!equally || counts.length == 1)) {
                    return new Delimiter(candidate);
                }
            }
        }
        boolean blanks =
                !lines.isEmpty() && lines.stream().allMatch(line -> line.strip().contains(" "));
        return blanks ? BLANKS : new Delimiter("\t");
    }

    private static long count(String line, char wanted) {
        boolean quoted = false;
        long count = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                count++;
            }
        }
        return count;
    }
}
