package io.sluice.gateway.catalog.exchange;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names of datasets out of what others call theirs. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,99}");
    private static final Pattern OTHER = Pattern.compile("[^a-z0-9._-]+");
    private static final int MAX = 100;

    private Names() {}

    static boolean isName(@Nullable String text) {
        return text != null && NAME.matcher(text).matches();
    }

    /** The first that is a name already, else one made of the first that has letters or digits; empty when none has. */
    static String of(@Nullable String... candidates) {
        return Stream.of(candidates)
                .filter(Names::isName)
                .findFirst()
                .or(() -> Stream.of(candidates)
                        .map(Names::made)
                        .filter(Names::isName)
                        .findFirst())
                .orElse("");
    }

    private static String made(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT);
        String joined = OTHER.matcher(plain).replaceAll("-").replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        return joined.length() <= MAX ? joined : joined.substring(0, MAX);
    }
}
