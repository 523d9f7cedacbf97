package io.sluice.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be told about literals before any record is seen. */
final class Literals {
    private static final BigDecimal LATITUDE = BigDecimal.valueOf(90);
    private static final BigDecimal LONGITUDE = BigDecimal.valueOf(180);
    /** The most decimals that {@code round} rounds to. */
    private static final int MAX_PLACES = 100;

    private Literals() {}

    /** Whether it says what it is without any record. */
    static boolean isLiteral(Expr expr) {
        return expr instanceof Expr.Text
                || expr instanceof Expr.Num
                || expr instanceof Expr.Bool
                || expr instanceof Expr.Null;
    }

    static boolean isNumericText(Expr expr) {
        return expr instanceof Expr.Text text && Numbers.parse(text.value().strip()) != null;
    }

    /** Whether something beside a time may be one: a literal must be one; of anything else only a record can tell. */
    static boolean mayBeTime(Expr expr) {
        return !(expr instanceof Expr.Text || expr instanceof Expr.Num || expr instanceof Expr.Bool)
                || time(expr) != null;
    }

    /** The time that a literal spells, or null. */
    static @Nullable Cell time(Expr literal) {
        Cell cell = new Cell();
        if (literal instanceof Expr.Text text) {
            byte[] bytes = Texts.encode(text.value());
            cell.text(bytes, 0, bytes.length);
        } else if (literal instanceof Expr.Num num) {
            cell.number(num.value());
        }
        Cell time = new Cell();
        return Times.read(cell, time) ? time : null;
    }

    static String arity(Function function) {
        String count = function.atLeast() == function.atMost()
                ? String.valueOf(function.atLeast())
                : function == Function.COALESCE
                        ? "at least " + function.atLeast()
                        : function.atLeast() + " or " + function.atMost();
        return function.word() + " takes " + count + (count.endsWith("1") ? " argument" : " arguments");
    }

    /** Why argument {@code i} of a function cannot be what it is, if it is a literal or has to be one. */
    static Optional<String> fault(Function function, int i, Expr argument) {
        return switch (function) {
            case MATCHES -> i == 1 ? regexFault(argument) : Optional.empty();
            case DURATION ->
                argument instanceof Expr.Text text && Times.duration(text.value()) != null
                        ? Optional.empty()
                        : Optional.of("expected a duration in quotes, such as '15m', '1h30m' or '2.5s'"
                                + " (units: ms, s, m, h, d, w)");
            case TIME ->
                mayBeTime(argument)
                        ? Optional.empty()
                        : Optional.of("expected a time such as '2026-01-31T12:00:00Z', '2026-01-31 12:00:00' or"
                                + " '2026-01-31', or epoch milliseconds");
            case ROUND -> i == 1 ? placesFault(argument) : Optional.empty();
            case WITHIN -> withinFault(i, argument);
            case WITHIN_BOX ->
                i < 2 ? Optional.empty() : i % 2 == 0 ? latitudeFault(argument) : longitudeFault(argument);
            case LOWER, UPPER, LENGTH, CONTAINS, STARTS_WITH, ENDS_WITH, ABS, FLOOR, CEIL, NOW, COALESCE ->
                Optional.empty();
        };
    }

    private static Optional<String> withinFault(int i, Expr argument) {
        return switch (i) {
            case 2 -> latitudeFault(argument);
            case 3 -> longitudeFault(argument);
            case 4 ->
                argument instanceof Expr.Num num && num.value().signum() < 0
                        ? Optional.of("expected a distance in metres, found a negative number")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> latitudeFault(Expr argument) {
        return outside(argument, LATITUDE) ? Optional.of("expected a latitude from -90 to 90") : Optional.empty();
    }

    private static Optional<String> longitudeFault(Expr argument) {
        return outside(argument, LONGITUDE) ? Optional.of("expected a longitude from -180 to 180") : Optional.empty();
    }

    private static boolean outside(Expr argument, BigDecimal limit) {
        return argument instanceof Expr.Num num && num.value().abs().compareTo(limit) > 0;
    }

    private static Optional<String> placesFault(Expr argument) {
        boolean whole = argument instanceof Expr.Num num
                && num.value().signum() >= 0
                && num.value().compareTo(BigDecimal.valueOf(MAX_PLACES)) <= 0
                && num.value().scale() <= 0;
        return whole ? Optional.empty() : Optional.of("expected a whole number of decimals from 0 to " + MAX_PLACES);
    }

    private static Optional<String> regexFault(Expr argument) {
        if (!(argument instanceof Expr.Text text)) {
            return Optional.of("expected a regular expression in single quotes");
        }
        Optional<String> tooLarge = RegexSize.fault(text.value());
        if (tooLarge.isPresent()) {
            return tooLarge;
        }
        try {
            Pattern.compile(text.value());
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("not a regular expression (RE2 syntax): " + e.getDescription());
        }
    }

    /** Why a pattern of {@code like} makes no sense. */
    static Optional<String> likeFault(String pattern, String escape) {
        if (pattern.length() > Limits.MAX_LIKE_LENGTH) {
            return Optional.of("a pattern has at most " + Limits.MAX_LIKE_LENGTH + " characters");
        }
        if (escape.isEmpty()) {
            return Optional.empty();
        }
        int at = pattern.indexOf(escape);
        while (at >= 0) {
            int next = at + escape.length();
            boolean escapes = next < pattern.length()
                    && (pattern.charAt(next) == '%' || pattern.charAt(next) == '_' || pattern.startsWith(escape, next));
            if (!escapes) {
                return Optional.of("expected '%', '_' or '" + escape + "' after the escape character");
            }
            at = pattern.indexOf(escape, next + (pattern.startsWith(escape, next) ? escape.length() : 1));
        }
        return Optional.empty();
    }
}
