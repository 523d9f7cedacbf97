package io.sluice.filter;

import com.google.re2j.Pattern;
import java.math.RoundingMode;
import java.util.Locale;

/** Nodes of the functions. A function of something unknown, or of a kind of value it is not made for, is null. */
final class Functions {
    /** The mean radius of the earth in metres (IUGG). */
    private static final double EARTH_RADIUS = 6_371_008.8;

    private Functions() {}

    /** The node of a call whose arguments have been checked. */
    static Eval of(Expr.Call call, Eval[] arguments) {
        return switch (call.function()) {
            case LOWER -> new Case(arguments[0], false);
            case UPPER -> new Case(arguments[0], true);
            case LENGTH -> new Length(arguments[0]);
            case CONTAINS, STARTS_WITH, ENDS_WITH -> new Part(call.function(), arguments[0], arguments[1]);
            case MATCHES ->
                new Regex(arguments[0], ((Expr.Text) call.arguments().get(1)).value());
            case ABS, ROUND, FLOOR, CEIL -> new Rounding(call.function(), arguments[0], places(call));
            case TIME -> new Calculations.Conversion(arguments[0], Expr.Target.TIME);
            case NOW ->
                throw new IllegalArgumentException("the present time is an input, not a function of its arguments");
            case DURATION -> new Eval.Held(duration((Expr.Text) call.arguments().get(0)));
            case WITHIN -> new Radius(arguments);
            case WITHIN_BOX -> new Box(arguments);
            case COALESCE -> new First(arguments);
        };
    }

    private static int places(Expr.Call call) {
        return call.arguments().size() < 2
                ? 0
                : ((Expr.Num) call.arguments().get(1)).value().intValueExact();
    }

    private static Cell duration(Expr.Text literal) {
        Cell cell = Times.duration(literal.value());
        if (cell == null) {
            throw new IllegalArgumentException("not a duration: a tree that was not checked");
        }
        return cell;
    }

    /** {@code lower} and {@code upper}. */
    private static final class Case extends Eval {
        private final Eval value;
        private final boolean upper;
        private final Cell result = new Cell();
        private byte[] buffer = new byte[64];

        Case(Eval value, boolean upper) {
            this.value = value;
            this.upper = upper;
        }

        @Override
        Cell get() {
            Cell cell = value.get();
            if (cell.kind != Cell.Kind.TEXT) {
                return result.nothing();
            }
            byte[] in = cell.bytes();
            int from = cell.from();
            int length = cell.to() - from;
            if (length <= buffer.length && Texts.isAscii(in, from, from + length)) {
                ascii(in, from, length);
                return result.text(buffer, 0, length);
            }
            String text = cell.toString();
            byte[] bytes = Texts.encode(upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT));
            return result.text(bytes, 0, bytes.length);
        }

        private void ascii(byte[] in, int from, int length) {
            char first = upper ? 'a' : 'A';
            for (int i = 0; i < length; i++) {
                byte b = in[from + i];
                buffer[i] = b >= first && b < first + 26 ? (byte) (b ^ 0x20) : b;
            }
        }
    }

    /** Code points of a text, elements of an array. */
    private static final class Length extends Eval {
        private final Eval value;
        private final Cell result = new Cell();

        Length(Eval value) {
            this.value = value;
        }

        @Override
        Cell get() {
            Cell cell = value.get();
            if (cell.kind == Cell.Kind.TEXT) {
                return result.number(Texts.codePoints(cell.bytes(), cell.from(), cell.to()), 0);
            }
            return cell.kind == Cell.Kind.ARRAY ? result.number(cell.count, 0) : result.nothing();
        }
    }

    /** A text in a text. */
    private static final class Part extends Eval.Condition {
        private final Function where;
        private final Eval whole;
        private final Eval part;
        private byte[] known = {};
        private int[] borders = {-1};

        Part(Function where, Eval whole, Eval part) {
            this.where = where;
            this.whole = whole;
            this.part = part;
        }

        @Override
        Truth test() {
            Cell text = whole.get();
            Cell sought = part.get();
            if (text.kind != Cell.Kind.TEXT || sought.kind != Cell.Kind.TEXT) {
                return Truth.UNKNOWN;
            }
            return Truth.of(
                    switch (where) {
                        case STARTS_WITH -> Texts.startsWith(text, sought);
                        case ENDS_WITH -> Texts.endsWith(text, sought);
                        default -> contains(text, sought);
                    });
        }

        private boolean contains(Cell text, Cell sought) {
            byte[] needle = sought.bytes();
            if (needle != known || !(part instanceof Eval.Held) || borders.length != sought.to() - sought.from() + 1) {
                borders = Texts.borders(needle, sought.from(), sought.to());
                known = needle;
            }
            return Texts.indexOf(text.bytes(), text.from(), text.to(), needle, sought.from(), sought.to(), borders)
                    >= 0;
        }
    }

    /** A regular expression found anywhere in a text, in linear time. */
    private static final class Regex extends Eval.Condition {
        private final Eval value;
        private final Pattern pattern;

        Regex(Eval value, String pattern) {
            this.value = value;
            this.pattern = Pattern.compile(pattern);
        }

        @Override
        Truth test() {
            Cell cell = value.get();
            return cell.kind == Cell.Kind.TEXT
                    ? Truth.of(pattern.matcher(cell.toString()).find())
                    : Truth.UNKNOWN;
        }
    }

    /** {@code abs}, {@code round} (half away from zero), {@code floor}, {@code ceil}. */
    private static final class Rounding extends Eval {
        private final Function function;
        private final Eval value;
        private final int places;
        private final Cell result = new Cell();

        Rounding(Function function, Eval value, int places) {
            this.function = function;
            this.value = value;
            this.places = places;
        }

        @Override
        Cell get() {
            Cell cell = value.get();
            if (cell.kind != Cell.Kind.NUMBER) {
                return result.nothing();
            }
            return switch (function) {
                case ABS -> Numbers.abs(cell, result);
                case FLOOR -> Numbers.round(cell, 0, RoundingMode.FLOOR, result);
                case CEIL -> Numbers.round(cell, 0, RoundingMode.CEILING, result);
                default -> Numbers.round(cell, places, RoundingMode.HALF_UP, result);
            };
        }
    }

    /** The first that is not null. */
    private static final class First extends Eval {
        private final Eval[] values;

        First(Eval[] values) {
            this.values = values;
        }

        @Override
        Cell get() {
            Cell cell = values[0].get();
            for (int i = 1; i < values.length && cell.isNothing(); i++) {
                cell = values[i].get();
            }
            return cell;
        }
    }

    /** Coordinates from arguments; anything that is no number, and latitudes beyond the poles, are no place. */
    private abstract static class Place extends Eval.Condition {
        private final Eval[] arguments;
        final double[] numbers;

        Place(Eval[] arguments) {
            this.arguments = arguments;
            this.numbers = new double[arguments.length];
        }

        @Override
        final Truth test() {
            for (int i = 0; i < arguments.length; i++) {
                Cell cell = arguments[i].get();
                if (cell.kind != Cell.Kind.NUMBER) {
                    return Truth.UNKNOWN;
                }
                numbers[i] = Numbers.toDouble(cell);
            }
            boolean onEarth = Math.abs(numbers[0]) <= 90 && Math.abs(numbers[1]) <= 360;
            return onEarth ? Truth.of(holds()) : Truth.UNKNOWN;
        }

        abstract boolean holds();
    }

    /** No further from a centre than so many metres, along the great circle (haversine formula). */
    private static final class Radius extends Place {
        Radius(Eval[] arguments) {
            super(arguments);
        }

        @Override
        boolean holds() {
            double latitude = Math.toRadians(numbers[2] - numbers[0]);
            double longitude = Math.toRadians(numbers[3] - numbers[1]);
            double a = square(Math.sin(latitude / 2))
                    + Math.cos(Math.toRadians(numbers[0]))
                            * Math.cos(Math.toRadians(numbers[2]))
                            * square(Math.sin(longitude / 2));
            return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(a))) <= numbers[4];
        }

        private static double square(double x) {
            return x * x;
        }
    }

    /** Between south and north, and between west and east; a west beyond the east goes across the date line. */
    private static final class Box extends Place {
        Box(Eval[] arguments) {
            super(arguments);
        }

        @Override
        boolean holds() {
            double latitude = numbers[0];
            double longitude = numbers[1];
            double west = numbers[3];
            double east = numbers[5];
            boolean inside =
                    west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
            return latitude >= numbers[2] && latitude <= numbers[4] && inside;
        }
    }
}
