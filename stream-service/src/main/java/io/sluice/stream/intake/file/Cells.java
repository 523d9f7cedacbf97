package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a JSON object of each row of a table. A row with fewer cells than there are columns leaves the rest out; one with more has
 * them as {@code column_<n>}. With types, a cell that is a number as JSON writes it stays that very number (so {@code 007} and {@code
 * 1.} stay text), true and false become what they are, nothing and NaN become null. Belongs to one thread.
 */
final class Cells {
    private static final int MAX_NUMBER = 100;

    private final List<byte[]> names = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final boolean types;
    private final ByteArrayOutputStream json = new ByteArrayOutputStream();

    /** @param columns as they are in the header; empty and repeated ones get names of their own */
    Cells(List<String> columns, boolean types) {
        this.types = types;
        columns.forEach(column -> name(column.strip()));
    }

    byte[] object(List<String> cells) {
        json.reset();
        json.write('{');
        for (int i = 0; i < cells.size(); i++) {
            if (i == names.size()) {
                name("");
            }
            if (i > 0) {
                json.write(',');
            }
            json.writeBytes(names.get(i));
            cell(cells.get(i));
        }
        json.write('}');
        return json.toByteArray();
    }

    private void name(String wanted) {
        String name = wanted.isEmpty() ? "column_" + (names.size() + 1) : wanted;
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        ByteArrayOutputStream quoted = new ByteArrayOutputStream();
        quote(free, quoted);
        quoted.write(':');
        names.add(quoted.toByteArray());
    }

    private void cell(String cell) {
        if (types) {
            String typed = typed(cell.strip());
            if (typed != null) {
                json.writeBytes(typed.getBytes(StandardCharsets.US_ASCII));
                return;
            }
        }
        quote(cell, json);
    }

    private static @Nullable String typed(String cell) {
        if (cell.isEmpty()) {
            return "null";
        } else if (isNumber(cell)) {
            return cell;
        } else if (cell.length() > 5) {
            return null;
        }
        String word = cell.toLowerCase(Locale.ROOT);
        if (word.equals("true") || word.equals("false")) {
            return word;
        }
        return word.equals("nan") ? "null" : null;
    }

    /** The grammar of RFC 8259, section 6. */
    static boolean isNumber(String text) {
        int length = text.length();
        int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length > MAX_NUMBER || at == length || !isDigit(text.charAt(at))) {
            return false;
        }
        at = text.charAt(at) == '0' ? at + 1 : digits(text, at);
        if (at < length && text.charAt(at) == '.') {
            int end = digits(text, at + 1);
            if (end == at + 1) {
                return false;
            }
            at = end;
        }
        if (at < length && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < length && (text.charAt(at + 1) == '-' || text.charAt(at + 1) == '+') ? 1 : 0;
            int end = digits(text, at + 1 + sign);
            if (end == at + 1 + sign) {
                return false;
            }
            at = end;
        }
        return at == length;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void quote(String text, ByteArrayOutputStream into) {
        into.write('"');
        into.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        into.write('"');
    }
}
