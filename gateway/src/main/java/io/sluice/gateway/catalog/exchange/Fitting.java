package io.sluice.gateway.catalog.exchange;

import io.sluice.contract.Metadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What foreign catalogues write where this one has rules: a value that fits takes its place, any other is kept as an extra, so that one bad
 * field does not keep a dataset out, and nothing is lost.
 */
final class Fitting {
    private static final Pattern DOI_PREFIX = Pattern.compile("(?i)^(?:https?://(?:dx\\.)?doi\\.org/|doi:\\s*)");
    private static final Pattern DOI = Pattern.compile("10\\.\\d{4,9}(?:\\.\\d{1,9}){0,4}/[^\\s\\p{Cntrl}]{1,280}");
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>(),;:\\\\\"\\[\\]]{1,64}@[^\\s@.]{1,63}(?:\\.[^\\s@.]{1,63})+");
    private static final int DATE = "2026-01-31".length();
    private static final double MAX_LONGITUDE = 180;
    private static final double MAX_LATITUDE = 90;

    private final Map<String, String> extras;

    /** @param extras that take what does not fit */
    Fitting(Map<String, String> extras) {
        this.extras = extras;
    }

    private @Nullable String or(boolean fits, @Nullable String value, String extra) {
        if (!fits && value != null) {
            extras.putIfAbsent(extra, value);
        }
        return fits ? value : null;
    }

    @Nullable String doi(@Nullable String value) {
        String bare = value == null ? "" : DOI_PREFIX.matcher(value.strip()).replaceFirst("");
        return DOI.matcher(bare).matches() ? bare : or(false, value, "doi");
    }

    @Nullable String email(@Nullable String value, String extra) {
        String bare = value == null ? null : value.strip().replaceFirst("(?i)^mailto:", "");
        return or(bare != null && EMAIL.matcher(bare).matches(), bare, extra);
    }

    @Nullable String homepage(@Nullable String value) {
        return or(value != null && isAddress(value), value, "homepage");
    }

    static boolean isAddress(String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
        } catch (URISyntaxException broken) {
            return false;
        }
    }

    Metadata.@Nullable Temporal temporal(@Nullable String start, @Nullable String end) {
        String from = or(start != null && isTime(start), start, "temporal_start");
        String until = or(end != null && isTime(end), end, "temporal_end");
        return from == null && until == null ? null : new Metadata.Temporal(from, until);
    }

    private static boolean isTime(String text) {
        try {
            return text.length() == DATE
                    ? LocalDate.parse(text).getYear() >= 0
                    : OffsetDateTime.parse(text).getYear() >= 0;
        } catch (DateTimeException other) {
            return false;
        }
    }

    /** Degrees that are none, metres of a projection say, are no place in the world. */
    static boolean isPlace(Metadata.Spatial box) {
        return Math.abs(box.west()) <= MAX_LONGITUDE
                && Math.abs(box.east()) <= MAX_LONGITUDE
                && Math.abs(box.south()) <= MAX_LATITUDE
                && Math.abs(box.north()) <= MAX_LATITUDE
                && box.south() <= box.north();
    }
}
