package io.sluice.gateway.catalog.exchange;

import java.text.Normalizer;
import java.util.List;
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

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The first of {@code given} that is a name; else one made of the first of the others that has letters or digits; else empty. */
    static String of(List<String> given, @Nullable String... others) {
        return given.stream()
                .filter(Names::isName)
                .findFirst()
                .or(() ->
                        Stream.of(others).map(Names::made).filter(Names::isName).findFirst())
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
