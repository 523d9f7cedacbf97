package io.sluice.stream.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Value;
import java.nio.ByteBuffer;

/** Rows of joins, put together from bytes: {@code {"l":…,"r":…}}. */
final class Joined {
    static final int MAX_DEPTH = 256;
    static final String NOT_JSON = "The value is not JSON, or is nested too deep, so it cannot be joined.";

    private static final byte[] NULL = "null".getBytes(UTF_8);

    private Joined() {}

    static byte[] first(String alias, byte[] value) {
        return joined("{", alias, value, "}");
    }

    /** The row with one more member. */
    static byte[] with(byte[] row, String alias, byte[] value) {
        byte[] more = joined(",", alias, value, "}");
        return ByteBuffer.allocate(row.length - 1 + more.length)
                .put(row, 0, row.length - 1)
                .put(more)
                .array();
    }

    /** The row with a member that there is nothing for. */
    static byte[] without(byte[] row, String alias) {
        return with(row, alias, NULL);
    }

    /** A right side that no left side is there for, whose inputs are these. */
    static byte[] alone(Iterable<String> aliases, String alias, byte[] value) {
        byte[] row = null;
        for (String missing : aliases) {
            row = row == null ? first(missing, NULL) : with(row, missing, NULL);
        }
        return row == null ? first(alias, value) : with(row, alias, value);
    }

    private static byte[] joined(String before, String alias, byte[] value, String after) {
        byte[] name = new Value.Text(alias).json();
        byte[] head = (before + new String(name, UTF_8) + ":").getBytes(UTF_8);
        byte[] end = after.getBytes(UTF_8);
        return ByteBuffer.allocate(head.length + value.length + end.length)
                .put(head)
                .put(value)
                .put(end)
                .array();
    }
}
