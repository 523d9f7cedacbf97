package io.sluice.gateway.catalog.exchange;

import io.sluice.contract.Metadata;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A box as a well-known text: a polygon that begins in the north-west and goes by the north-east, so its edges have names. */
final class Wkt {
    private static final String NUMBER = "(-?\\d{1,3}(?:\\.\\d{1,20})?(?:[eE]-?\\d{1,3})?)";
    private static final String POINT = "\\s*" + NUMBER + "\\s+" + NUMBER + "\\s*";
    private static final Pattern POLYGON = Pattern.compile("(?i)\\s*(?:<[^>]{0,200}>)?\\s*POLYGON\\s*\\(\\(" + POINT
            + "," + POINT + "," + POINT + "," + POINT + ",[^()]{1,200}\\)\\)\\s*");

    private Wkt() {}

    static String box(Metadata.Spatial box) {
        String west = box.west() + " ";
        String east = box.east() + " ";
        return "POLYGON((" + west + box.north() + ", " + east + box.north() + ", " + east + box.south() + ", " + west
                + box.south() + ", " + west + box.north() + "))";
    }

    static Optional<Metadata.Spatial> spatial(String text, @Nullable String place) {
        Matcher polygon = POLYGON.matcher(text);
        if (!polygon.matches()) {
            return Optional.empty();
        }
        double[] x = new double[4];
        double[] y = new double[4];
        for (int i = 0; i < 4; i++) {
            x[i] = Double.parseDouble(polygon.group(2 * i + 1));
            y[i] = Double.parseDouble(polygon.group(2 * i + 2));
        }
        boolean named = x[0] == x[3] && x[1] == x[2] && y[0] == y[1] && y[2] == y[3] && y[0] >= y[2];
        return Optional.of(
                named
                        ? new Metadata.Spatial(x[0], y[2], x[1], y[0], place)
                        : new Metadata.Spatial(least(x), least(y), most(x), most(y), place));
    }

    private static double least(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double most(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
