package io.sluice.catalog.datasets;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Words as search sees them, in a dataset and in a query alike: runs of letters, marks and digits, in lower case, without the
 * accents of European scripts. Everything else separates, so {@code timestamp-topic_1} is {@code timestamp}, {@code topic},
 * {@code 1}. No stop words, no stemming. Done here and not by Postgres, whose parser depends on the locale of the server and
 * takes hyphenated words, paths and numbers for things of their own.
 */
final class Words {
    /** Code points; longer words are cut, on both sides alike. Postgres takes 2,046 bytes. */
    static final int MAX_LENGTH = 100;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]");

    private Words() {}

    static List<String> of(String text) {
        return WORD.matcher(plain(text))
                .results()
                .map(MatchResult::group)
                .map(Words::cut)
                .toList();
    }

    private static String plain(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        String bare = ACCENTS.matcher(decomposed).replaceAll("");
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }

    private static String cut(String word) {
        boolean fits = word.codePointCount(0, word.length()) <= MAX_LENGTH;
        return fits ? word : word.substring(0, word.offsetByCodePoints(0, MAX_LENGTH));
    }
}
