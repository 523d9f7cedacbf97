package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ucar.ma2.Array;
import ucar.ma2.DataType;
import ucar.nc2.Attribute;
import ucar.nc2.Variable;
import ucar.nc2.time.CalendarDateUnit;

/**
 * What the values of a variable become in JSON, by the conventions of NetCDF (CF 1.11, sections 2.5, 4.4 and 8.1): fill and missing values
 * and what is outside of the valid range are null, packed values are unpacked, numbers of a unit {@code … since …} are times. A packed
 * integer is unpacked in decimal, so no digit is made up.
 */
final class GridValues {
    private static final Number FILL_FLOAT = 9.96921e36f;
    private static final Number FILL_DOUBLE = 9.969209968386869e36;
    private static final int MAX_EXPONENT = 30;

    private GridValues() {}

    interface Format {
        /** @param width characters of a text */
        String json(Object values, int at, int width);
    }

    /** Whether records can hold it: not compound, opaque or of variable length. */
    static boolean isSupported(Variable variable) {
        DataType type = variable.getDataType();
        boolean known = type.isNumeric() || type.isString() || type == DataType.CHAR || type.isEnum();
        return known && !variable.isVariableLength();
    }

    /** Whether the last dimension is that of the characters of a text. */
    static boolean isText(Variable variable) {
        return variable.getDataType() == DataType.CHAR && variable.getRank() > 0;
    }

    static Format format(Variable variable) {
        DataType type = variable.getDataType();
        if (type == DataType.CHAR) {
            return (values, at, width) -> text(new String((char[]) values, at * width, width));
        } else if (type.isString()) {
            return (values, at, width) -> text((String) ((Object[]) values)[at]);
        }
        Missing missing = Missing.of(variable);
        CalendarDateUnit time = time(variable);
        BigDecimal scale = decimal(variable, "scale_factor", BigDecimal.ONE);
        BigDecimal offset = decimal(variable, "add_offset", BigDecimal.ZERO);
        boolean packed = variable.findAttribute("scale_factor") != null || variable.findAttribute("add_offset") != null;
        boolean unsigned = variable.isUnsigned();
        return (values, at, width) -> {
            Number number = number(values, at, unsigned);
            if (missing.has(number)) {
                return "null";
            }
            Number unpacked = packed ? unpack(number, scale, offset) : number;
            return time == null
                    ? shown(unpacked)
                    : '"' + time.makeCalendarDate(unpacked.doubleValue()).toString() + '"';
        };
    }

    private static Number number(Object values, int at, boolean unsigned) {
        if (values instanceof double[] doubles) {
            return doubles[at];
        } else if (values instanceof float[] floats) {
            return floats[at];
        } else if (values instanceof int[] ints) {
            return unsigned ? (Number) Integer.toUnsignedLong(ints[at]) : (Number) ints[at];
        } else if (values instanceof short[] shorts) {
            return unsigned ? Short.toUnsignedInt(shorts[at]) : shorts[at];
        } else if (values instanceof byte[] bytes) {
            return unsigned ? Byte.toUnsignedInt(bytes[at]) : bytes[at];
        }
        long whole = ((long[]) values)[at];
        return unsigned ? (Number) new BigInteger(Long.toUnsignedString(whole)) : (Number) whole;
    }

    private static Number unpack(Number packed, BigDecimal scale, BigDecimal offset) {
        if (packed instanceof Double || packed instanceof Float) {
            return packed.doubleValue() * scale.doubleValue() + offset.doubleValue();
        }
        return new BigDecimal(packed.toString()).multiply(scale).add(offset);
    }

    private static String shown(Number number) {
        if (number instanceof BigDecimal decimal) {
            BigDecimal plain = decimal.stripTrailingZeros();
            return Math.abs(plain.scale()) <= MAX_EXPONENT ? plain.toPlainString() : plain.toString();
        }
        boolean finite =
                !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
        return finite ? number.toString() : "null";
    }

    private static String text(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        int end = value.indexOf('\0');
        String text = (end < 0 ? value : value.substring(0, end)).stripTrailing();
        return "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private static BigDecimal decimal(Variable variable, String name, BigDecimal otherwise) {
        Attribute attribute = variable.findAttribute(name);
        Number number = attribute == null ? null : attribute.getNumericValue();
        return number == null || !Double.isFinite(number.doubleValue()) ? otherwise : new BigDecimal(number.toString());
    }

    /** @return null unless the unit is one of time, as the library understands it */
    private static @Nullable CalendarDateUnit time(Variable variable) {
        String units = variable.getUnitsString();
        if (units == null || !units.toLowerCase(Locale.ROOT).contains(" since ")) {
            return null;
        }
        Attribute calendar = variable.findAttribute("calendar");
        try {
            return CalendarDateUnit.of(calendar == null ? null : calendar.getStringValue(), units);
        } catch (IllegalArgumentException anotherSince) {
            return null;
        }
    }

    /** Which packed values stand for none. */
    private record Missing(List<Number> marks, double least, double most) {
        static Missing of(Variable variable) {
            List<Number> marks = new ArrayList<>();
            DataType type = variable.getDataType();
            Attribute fill = variable.findAttribute("_FillValue");
            if (fill != null) {
                add(marks, fill, variable.isUnsigned());
            } else if (type == DataType.FLOAT || type == DataType.DOUBLE) {
                marks.add(type == DataType.FLOAT ? FILL_FLOAT : FILL_DOUBLE);
            }
            if (type == DataType.BYTE) {
                // All values of a byte are in use unless its owner says so; the library tells the format's own fill
                // value as if he did.
                marks.removeIf(mark -> mark.intValue() == (variable.isUnsigned() ? 255 : -127));
            }
            Attribute missing = variable.findAttribute("missing_value");
            if (missing != null) {
                add(marks, missing, variable.isUnsigned());
            }
            Attribute range = variable.findAttribute("valid_range");
            return new Missing(
                    marks,
                    bound(range == null ? variable.findAttribute("valid_min") : range, 0, Double.NEGATIVE_INFINITY),
                    bound(
                            range == null ? variable.findAttribute("valid_max") : range,
                            range == null ? 0 : 1,
                            Double.POSITIVE_INFINITY));
        }

        boolean has(Number number) {
            double value = number.doubleValue();
            if (Double.isNaN(value) || value < least || value > most) {
                return true;
            }
            for (Number mark : marks) {
                boolean exact = number instanceof Long || number instanceof BigInteger;
                if (exact ? mark.toString().equals(number.toString()) : mark.doubleValue() == value) {
                    return true;
                }
            }
            return false;
        }

        private static void add(List<Number> marks, Attribute attribute, boolean unsigned) {
            Array values = attribute.isString() ? null : attribute.getValues();
            if (values != null) {
                Object all = values.copyTo1DJavaArray();
                for (int i = 0; i < values.getSize(); i++) {
                    marks.add(number(all, i, unsigned));
                }
            }
        }

        private static double bound(@Nullable Attribute attribute, int at, double otherwise) {
            if (attribute == null || attribute.isString() || attribute.getLength() <= at) {
                return otherwise;
            }
            Number bound = attribute.getNumericValue(at);
            return bound == null ? otherwise : bound.doubleValue();
        }
    }
}
