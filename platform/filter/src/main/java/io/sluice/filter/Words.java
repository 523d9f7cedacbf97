package io.sluice.filter;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists of words for messages, and the word that was probably meant. */
final class Words {
    private static final int MOST_COLUMNS = 50;

    private Words() {}

    /** The roots of paths, as they are written. */
    static String roots() {
        return Arrays.stream(Path.Root.values()).map(root -> "$" + root.word()).collect(Collectors.joining(", "));
    }

    /** What stands after an unknown function's name in a message. */
    static String didYouMeanFunction(String word, List<String> more) {
        if (word.equalsIgnoreCase("window_filter")) {
            return ": windows are for streams, among their filters";
        }
        List<String> known = Stream.of(
                        Arrays.stream(Function.values()).map(Function::word),
                        Stream.of("cast", "exists"),
                        more.stream())
                .flatMap(words -> words)
                .toList();
        return nearest(word, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; the functions are " + String.join(", ", known));
    }

    /** What stands after an unknown root in a message. */
    static String didYouMeanRoot(String word) {
        List<String> known =
                Arrays.stream(Path.Root.values()).map(Path.Root::word).toList();
        return nearest(word, known)
                .map(near -> "; did you mean '$" + near + "'?")
                .orElse("; expected one of " + roots());
    }

    /** What stands after an unknown column's name in a message. */
    static String columns(String word, Collection<String> known) {
        String all = known.stream().limit(MOST_COLUMNS).collect(Collectors.joining(", "))
                + (known.size() > MOST_COLUMNS ? ", …" : "");
        return nearest(word, List.copyOf(known))
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(";")
                + " the columns are " + all;
    }

    /** The known word that is most like {@code word}, where one is near enough to be meant. */
    static Optional<String> nearest(String word, List<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.length() > 40) {
            return Optional.empty();
        }
        String best = "";
        int bestDistance = Math.max(1, lower.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** Edits (insert, delete, replace) from one word to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
