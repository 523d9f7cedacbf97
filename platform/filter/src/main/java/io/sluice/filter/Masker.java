package io.sluice.filter;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A veil at work, record by record. Owned by one thread.
 *
 * <p>Where it cannot tell what it hides, it shows nothing: a value of which fields are masked and that is no JSON is withheld, and a record
 * of which the condition on records says anything but yes is not shown.
 */
public final class Masker {
    private final List<Matcher> rows;
    private final MaskedJson values = new MaskedJson();
    private final MaskedJson keys = new MaskedJson();
    private final Map<String, MaskWriter> headers = new HashMap<>();
    private @Nullable MaskWriter wholeKey;
    private @Nullable MaskWriter wholeValue;
    private boolean withheld;

    private Masker(Veil veil, Clock clock) {
        rows = veil.rows().stream()
                .map(filter -> Matcher.of(filter, Projection.ALL, clock))
                .toList();
        veil.masks().forEach(mask -> add(mask.path(), new MaskWriter(mask.action(), veil.secret())));
    }

    public static Masker of(Veil veil, Clock clock) {
        return new Masker(veil, clock);
    }

    private void add(Path path, MaskWriter writer) {
        boolean whole = path.steps().isEmpty();
        switch (path.root()) {
            case VALUE -> {
                if (whole) {
                    wholeValue = writer;
                } else {
                    values.add(path, writer);
                }
            }
            case KEY -> {
                if (whole) {
                    wholeKey = writer;
                } else {
                    keys.add(path, writer);
                }
            }
            case HEADERS -> headers.put(path.lastName(), writer);
            case TEXT, PARTITION, OFFSET, TIMESTAMP, TOPIC -> throw new IllegalArgumentException(path.toString());
        }
    }

    /** Whether the record, as it is, may be seen at all. */
    public boolean shows(RecordView record) {
        for (Matcher row : rows) {
            if (row.evaluate(record) != Verdict.MATCH) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value is seen as it is, whatever it is. */
    public boolean leavesValues() {
        return values.isEmpty() && wholeValue == null;
    }

    public boolean leavesKeys() {
        return keys.isEmpty() && wholeKey == null;
    }

    public boolean leavesHeaders() {
        return headers.isEmpty();
    }

    /** What may be seen of a value as filters see it: null where there is nothing left of it, or it is {@link #isWithheld}. */
    public byte @Nullable [] value(byte[] value) {
        return part(wholeValue, values, value, true);
    }

    /** What may be seen of a key as filters see it, likewise. */
    public byte @Nullable [] key(byte[] key) {
        return part(wholeKey, keys, key, false);
    }

    /** What may be seen of a header's value. */
    public byte @Nullable [] header(String name, byte @Nullable [] value) {
        MaskWriter writer = headers.get(name);
        return writer == null || value == null ? value : writer.text(value);
    }

    /** Whether there is no header of this name for who looks. */
    public boolean isRemoved(String header) {
        MaskWriter writer = headers.get(header);
        return writer != null && writer.isRemoval();
    }

    /** Whether the value or key asked for last is hidden because nobody can say what is in it. */
    public boolean isWithheld() {
        return withheld;
    }

    private byte @Nullable [] part(@Nullable MaskWriter whole, MaskedJson fields, byte[] seen, boolean json) {
        withheld = false;
        if (whole != null) {
            return json ? whole.json(seen) : whole.text(seen);
        } else if (fields.isEmpty()) {
            return seen;
        }
        byte[] masked = fields.write(seen);
        withheld = fields.isBroken();
        return masked;
    }
}
