package io.sluice.filter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Exact decimal numbers. Most are an unscaled {@code long} and a scale and never become an object; the others are
 * {@link BigDecimal}. No operation takes more memory than {@link Limits#MAX_RESULT_DIGITS} digits, however far apart the
 * exponents of its operands are: {@code 1e999999999} is compared by its magnitude and never written out.
 */
final class Numbers {
    private static final long[] POWERS = new long[19];
    /** A number of at most this many digits fits a long whatever its digits are. */
    private static final int SAFE_DIGITS = 18;
    /** Integers of up to this many digits are written plainly, not with an exponent. */
    private static final int MAX_PLAIN_DIGITS = 40;

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Numbers() {}

    /** Reads a JSON number into {@code cell}; the slice is known to be well formed. */
    static void read(byte[] in, int from, int to, Cell cell) {
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (int i = in[from] == '-' ? from + 1 : from; i < to; i++) {
            byte b = in[i];
            if (b == '.') {
                fraction = 0;
            } else if (b <= '9' && b >= '0') {
                value = value * 10 + (b - '0');
                digits += digits == 0 && b == '0' ? 0 : 1;
                fraction += fraction >= 0 ? 1 : 0;
            } else {
                digits = Integer.MAX_VALUE;
                break;
            }
        }
        if (digits <= SAFE_DIGITS && fraction <= SAFE_DIGITS) {
            cell.number(in[from] == '-' ? -value : value, Math.max(0, fraction));
        } else {
            readBig(in, from, to, cell);
        }
    }

    private static void readBig(byte[] in, int from, int to, Cell cell) {
        BigDecimal value = to - from > Limits.MAX_NUMBER_LENGTH
                ? null
                : parse(new String(in, from, to - from, StandardCharsets.ISO_8859_1));
        if (value == null) {
            cell.kind = Cell.Kind.UNREADABLE;
        } else if (value.scale() == 0
                && value.precision() <= 19
                && value.unscaledValue().bitLength() < 64) {
            cell.number(value.longValue(), 0);
        } else {
            cell.number(value);
        }
    }

    /** Reads a number, or null where it is none, or one beyond {@link Limits}. */
    static @Nullable BigDecimal parse(String text) {
        int mantissa = 0;
        boolean zero = true;
        while (mantissa < text.length() && (text.charAt(mantissa) | 0x20) != 'e') {
            char c = text.charAt(mantissa++);
            zero &= c < '1' || c > '9';
        }
        if (text.length() > Limits.MAX_NUMBER_LENGTH || !wellFormed(text)) {
            return null;
        }
        if (zero) {
            return BigDecimal.ZERO;
        }
        if (mantissa < text.length()) {
            String exponent = text.substring(mantissa + 1).replaceFirst("^([+-]?)0+(?=[0-9])", "$1");
            if (exponent.length() > 11 || Math.abs(Long.parseLong(exponent)) > Limits.MAX_EXPONENT) {
                return null;
            }
        }
        return new BigDecimal(text);
    }

    private static boolean wellFormed(String text) {
        int at = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        int end = digits(text, at);
        if (end == at) {
            return false;
        }
        if (end < text.length() && text.charAt(end) == '.') {
            int fraction = digits(text, end + 1);
            if (fraction == end + 1) {
                return false;
            }
            end = fraction;
        }
        if (end < text.length() && (text.charAt(end) | 0x20) == 'e') {
            int start = end + 1;
            start += start < text.length() && (text.charAt(start) == '+' || text.charAt(start) == '-') ? 1 : 0;
            int exponent = digits(text, start);
            return exponent > start && exponent == text.length();
        }
        return end == text.length();
    }

    private static int digits(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** The canonical text: no trailing zeros, an exponent only where the number is very large or very small. */
    static String text(BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return plain.scale() < 0 && (long) plain.precision() - plain.scale() <= MAX_PLAIN_DIGITS
                ? plain.toPlainString()
                : plain.toString();
    }

    static BigDecimal big(Cell cell) {
        return cell.big != null ? cell.big : BigDecimal.valueOf(cell.number, cell.scale);
    }

    /** The nearest double. */
    static double toDouble(Cell cell) {
        return cell.big == null && cell.scale == 0 ? cell.number : big(cell).doubleValue();
    }

    static int compare(Cell a, Cell b) {
        if (a.big == null && b.big == null) {
            if (a.scale == b.scale) {
                return Long.compare(a.number, b.number);
            }
            int scale = Math.max(a.scale, b.scale);
            if (canScale(a, scale) && canScale(b, scale)) {
                return Long.compare(a.number * POWERS[scale - a.scale], b.number * POWERS[scale - b.scale]);
            }
        }
        return big(a).compareTo(big(b));
    }

    /**
     * The same for equal numbers, whatever their scale and form: of the digits and the scale without trailing zeros, where
     * the digits fit a long.
     */
    static int hash(Cell cell) {
        if (cell.big != null) {
            return hash(cell.big);
        }
        long digits = cell.number;
        int scale = cell.scale;
        while (scale > 0 && digits % 10 == 0) {
            digits /= 10;
            scale--;
        }
        return Texts.mix(digits, scale);
    }

    private static int hash(BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (plain.scale() < 0 && (long) plain.precision() - plain.scale() <= SAFE_DIGITS + 1) {
            plain = plain.setScale(0);
        }
        boolean small = plain.scale() >= 0 && plain.unscaledValue().bitLength() < Long.SIZE;
        return small ? Texts.mix(plain.unscaledValue().longValue(), plain.scale()) : plain.hashCode();
    }

    /** Calculates into {@code out}; what cannot be had exactly within the limits, or at all, is null. */
    static Cell calculate(Expr.Operator operator, Cell a, Cell b, Cell out) {
        if (a.big == null && b.big == null && fast(operator, a, b, out)) {
            return out;
        }
        BigDecimal x = big(a);
        BigDecimal y = big(b);
        return switch (operator) {
            case PLUS -> fitsSum(x, y) ? out.number(x.add(y)) : out.nothing();
            case MINUS -> fitsSum(x, y) ? out.number(x.subtract(y)) : out.nothing();
            case TIMES -> fitsProduct(x, y) ? out.number(x.multiply(y)) : out.nothing();
            case DIVIDE -> divide(x, y, out);
            case REMAINDER -> y.signum() != 0 && fitsSum(x, y) ? out.number(x.remainder(y)) : out.nothing();
        };
    }

    /** The common cases in longs; false where a long is too small. */
    private static boolean fast(Expr.Operator operator, Cell a, Cell b, Cell out) {
        if (operator == Expr.Operator.TIMES) {
            long product = a.number * b.number;
            return a.scale + b.scale <= SAFE_DIGITS
                    && Math.multiplyHigh(a.number, b.number) == product >> 63
                    && out.number(product, a.scale + b.scale) == out;
        }
        int scale = Math.max(a.scale, b.scale);
        if (operator == Expr.Operator.DIVIDE || !canScale(a, scale) || !canScale(b, scale)) {
            return false;
        }
        long x = a.number * POWERS[scale - a.scale];
        long y = b.number * POWERS[scale - b.scale];
        long sum = x + y;
        long difference = x - y;
        return switch (operator) {
            case PLUS -> ((x ^ sum) & (y ^ sum)) >= 0 && out.number(sum, scale) == out;
            case MINUS -> ((x ^ y) & (x ^ difference)) >= 0 && out.number(difference, scale) == out;
            case REMAINDER -> y != 0 && out.number(x % y, scale) == out;
            case TIMES, DIVIDE -> false;
        };
    }

    /** Whether the unscaled number at a larger scale is still a long. */
    private static boolean canScale(Cell cell, int scale) {
        int up = scale - cell.scale;
        return up < POWERS.length && Math.multiplyHigh(cell.number, POWERS[up]) == (cell.number * POWERS[up]) >> 63;
    }

    private static Cell divide(BigDecimal x, BigDecimal y, Cell out) {
        if (y.signum() == 0) {
            return out.nothing();
        }
        boolean inRange = Math.abs(magnitude(x) - magnitude(y)) <= Limits.MAX_EXPONENT;
        return inRange ? out.number(x.divide(y, MathContext.DECIMAL128)) : out.nothing();
    }

    /** The place of the first digit: 1 for 1 to 9, 0 for 0.1, and so on. */
    private static long magnitude(BigDecimal value) {
        return (long) value.precision() - value.scale();
    }

    /** Whether one above the other, digit under digit, they are no wider than the limit. */
    private static boolean fitsSum(BigDecimal x, BigDecimal y) {
        if (x.signum() == 0 || y.signum() == 0) {
            return Math.max(Math.abs((long) x.scale()), Math.abs((long) y.scale())) <= Limits.MAX_RESULT_DIGITS;
        }
        long top = Math.max(magnitude(x), magnitude(y));
        long bottom = Math.max(x.scale(), y.scale());
        return top + bottom <= Limits.MAX_RESULT_DIGITS;
    }

    private static boolean fitsProduct(BigDecimal x, BigDecimal y) {
        return (long) x.precision() + y.precision() <= Limits.MAX_RESULT_DIGITS
                && Math.abs((long) x.scale() + y.scale()) <= Limits.MAX_EXPONENT;
    }

    static Cell negate(Cell a, Cell out) {
        return a.big == null && a.number != Long.MIN_VALUE
                ? out.number(-a.number, a.scale)
                : out.number(big(a).negate());
    }

    static Cell abs(Cell a, Cell out) {
        boolean negative = a.big != null ? a.big.signum() < 0 : a.number < 0;
        return negative ? negate(a, out) : out.copy(a);
    }

    /** Rounds to {@code places} decimals. */
    static Cell round(Cell a, int places, RoundingMode mode, Cell out) {
        if (a.big == null && a.scale <= places) {
            return out.number(a.number, a.scale);
        }
        BigDecimal value = big(a);
        if (value.scale() <= places) {
            return out.number(value);
        }
        if (magnitude(value) < -places) {
            // So small that only its sign matters; a stand-in keeps the digits from being written out.
            value = BigDecimal.valueOf(value.signum(), places + 2);
        }
        return out.number(value.setScale(places, mode));
    }
}
