package io.sluice.catalog.database;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Postgres can store as text: Unicode without U+0000. Half of a surrogate pair is no character, and Netty's encoder writes
 * the one after it as a single byte: an invalid one, or a quotation mark that was not there. So none ever reaches it.
 */
public final class Text {
    /** In a Java pattern this is only a surrogate without its other half. */
    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private Text() {}

    public static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && isUnicode(text);
    }

    public static boolean isUnicode(String text) {
        return !HALF_PAIR.matcher(text).find();
    }

    /** The parameters of a statement with U+FFFD in place of halves of pairs. */
    static @Nullable Object[] toUnicode(@Nullable Object[] parameters) {
        return Arrays.stream(parameters).map(Text::toUnicode).toArray();
    }

    private static @Nullable Object toUnicode(@Nullable Object parameter) {
        if (parameter instanceof String text) {
            return toUnicode(text);
        }
        return parameter instanceof String[] texts
                ? Arrays.stream(texts).map(Text::toUnicode).toArray(String[]::new)
                : parameter;
    }

    private static String toUnicode(String text) {
        return isUnicode(text) ? text : HALF_PAIR.matcher(text).replaceAll("\ufffd");
    }
}
