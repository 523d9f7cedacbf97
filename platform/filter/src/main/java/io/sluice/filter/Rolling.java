package io.sluice.filter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A window at work: takes each record that comes to its step, keeps the row in the store, and judges the statistics. A window per
 * topic and partition, whose rings are read back from the store when the partition is first seen. Owned by one thread.
 *
 * <p>A number is kept with 34 digits; one whose magnitude is beyond 10^±300 counts as none, so that sums stay small.
 */
final class Rolling {
    private static final int MOST_MAGNITUDE = 300;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private final Window window;
    private final String name;
    private final String id;
    private final WindowStore store;
    private final Inputs inputs;
    private final Eval[] columns;
    private final Needs needs;
    private final byte[][] names;
    private final Matcher condition;
    private final Map<String, Rows> partitions = new HashMap<>();
    private final Output json = new Output();
    private byte @Nullable [] outcome;

    /** The rings of one partition, a ring for each column. */
    private static final class Rows {
        private final Ring[] rings;
        private long next;

        Rows(Ring[] rings) {
            this.rings = rings;
        }
    }

    /** @param id of the window in its pipeline */
    Rolling(Window window, String id, WindowStore store, Clock clock) {
        this.window = window;
        this.name = window.print();
        this.id = id;
        this.store = store;
        this.inputs = new Inputs(clock);
        Compiler compiler = new Compiler(inputs);
        this.columns = window.columns().stream()
                .map(column -> compiler.compile(column.expr()))
                .toArray(Eval[]::new);
        this.needs = compiler.needs();
        this.names = window.columns().stream().map(Rolling::name).toArray(byte[][]::new);
        this.condition = Matcher.of(window.condition(), Projection.ALL, clock);
    }

    private static byte[] name(Projection.Column column) {
        Output name = new Output();
        byte[] text = Texts.encode(column.name());
        name.string(text, 0, text.length);
        name.put(':');
        return name.toBytes();
    }

    /** Takes the record; answers whether its columns could be had, without which it is no row. */
    boolean take(RecordView record) {
        inputs.begin(record);
        boolean readable = needs.fetch();
        if (readable) {
            Rows rows = partitions.computeIfAbsent(record.topic() + "/" + record.partition(), this::load);
            keep(rows, record.topic() + "/" + record.partition());
            judge(rows, record);
        }
        inputs.end();
        return readable;
    }

    /** As a step finds its outcome. */
    String name() {
        return name;
    }

    /** What the window says of the record it took last: {@code true}, {@code false}, or null for unknown. */
    byte @Nullable [] outcome() {
        return outcome;
    }

    private void keep(Rows rows, String partition) {
        int slot = (int) (rows.next % window.rows());
        StringBuilder row = new StringBuilder().append(rows.next);
        for (int i = 0; i < columns.length; i++) {
            BigDecimal number = number(columns[i].get());
            rows.rings[i].put(slot, number);
            row.append(' ').append(number == null ? "-" : number);
        }
        rows.next++;
        store.put(key(partition, slot), row.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable BigDecimal number(Cell cell) {
        if (cell.kind != Cell.Kind.NUMBER) {
            return null;
        }
        BigDecimal number = Numbers.big(cell).round(MathContext.DECIMAL128);
        long magnitude = (long) number.precision() - number.scale();
        return number.signum() == 0
                ? BigDecimal.ZERO
                : Math.abs(magnitude) > MOST_MAGNITUDE ? null : number.stripTrailingZeros();
    }

    private void judge(Rows rows, RecordView record) {
        boolean whole = true;
        json.clear();
        json.put('{');
        for (int i = 0; i < columns.length; i++) {
            BigDecimal stat = rows.rings[i].stat(window.stat());
            whole &= stat != null;
            if (stat != null) {
                json.separate();
                json.put(names[i]);
                json.put(Numbers.text(stat));
            }
        }
        json.put('}');
        boolean holds = condition.evaluate(new SteppedRecord(record, json.toBytes())) == Verdict.MATCH;
        outcome = holds ? TRUE : whole ? FALSE : null;
    }

    private Rows load(String partition) {
        Ring[] rings = new Ring[columns.length];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = new Ring(window.rows());
        }
        Rows rows = new Rows(rings);
        for (int slot = 0; slot < window.rows(); slot++) {
            byte[] kept = store.get(key(partition, slot));
            if (kept != null) {
                restore(rows, slot, new String(kept, StandardCharsets.US_ASCII).split(" ", -1));
            }
        }
        return rows;
    }

    private static void restore(Rows rows, int slot, String[] parts) {
        rows.next = Math.max(rows.next, Long.parseLong(parts[0]) + 1);
        for (int i = 0; i < rows.rings.length; i++) {
            String number = parts[i + 1];
            rows.rings[i].put(slot, number.equals("-") ? null : new BigDecimal(number));
        }
    }

    private String key(String partition, int slot) {
        return id + "/" + partition + "/" + slot;
    }
}
