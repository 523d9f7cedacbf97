package io.sluice.stream.query;

import io.sluice.decode.RecordContent;
import io.sluice.filter.Expression;
import io.sluice.filter.Value;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A topic as a table: the latest record of each key is a row, found by what joins ask for. Every node keeps the whole, and has read it to
 * its end before the first row is joined. Records without a key are no rows. Of several rows with one value, the one that was
 * written last counts.
 *
 * <p>The store has, for each expression that something is joined by: {@code k <expression> <key of the record>} → the value that
 * row has, and {@code r <expression> <length of the value> <value> <key of the record>} → time, offset, row.
 */
final class TopicTable {
    private final String topic;
    private final List<Expression> by;

    TopicTable(String topic, List<Expression> by) {
        this.topic = topic;
        this.by = List.copyOf(by);
    }

    String topic() {
        return topic;
    }

    static String store(String topic) {
        return "table-" + topic;
    }

    StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(store(topic)), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    int index(Expression joinedBy) {
        return by.indexOf(joinedBy);
    }

    private static Binary key(char kind, int index) {
        return new Binary().put(kind).put(index);
    }

    Processor<byte[], byte[], Void, Void> loader(QueryPlan plan) {
        return new Loader(plan);
    }

    /** Belongs to the thread of global stores. */
    private final class Loader implements Processor<byte[], byte[], Void, Void> {
        private final RecordContent content;
        private final List<KeyOf> keys;
        private final RowView view = new RowView();
        private @Nullable KeyValueStore<Bytes, byte[]> store;
        private @Nullable ProcessorContext<Void, Void> context;

        Loader(QueryPlan plan) {
            content = plan.content(topic);
            keys = by.stream()
                    .map(expression -> new KeyOf(expression, plan.clock()))
                    .toList();
        }

        @Override
        public void init(ProcessorContext<Void, Void> opened) {
            context = opened;
            store = opened.getStateStore(TopicTable.store(topic));
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (record.key() == null || store == null || context == null) {
                return;
            }
            content.show(record.key(), record.value());
            byte[] value = content.filteredValue();
            Place place = context.recordMetadata()
                    .map(where -> new Place(where.topic(), where.partition(), where.offset()))
                    .orElse(new Place(topic, -1, -1));
            Step.Row row = new Step.Row("", 0, record.timestamp(), place, content.filteredKey(), value, Step.NONE);
            for (int i = 0; i < keys.size(); i++) {
                view.show(row, record.headers());
                Value joined =
                        value != null && keys.get(i).read(view) ? keys.get(i).value() : Value.NOTHING;
                replace(store, i, record.key(), joined, row);
            }
        }

        private void replace(KeyValueStore<Bytes, byte[]> rows, int index, byte[] key, Value joined, Step.Row row) {
            Bytes known = Bytes.wrap(key('k', index).rest(key).toBytes());
            byte[] before = rows.get(known);
            if (before != null) {
                rows.delete(Bytes.wrap(key('r', index).part(before).rest(key).toBytes()));
            }
            byte[] value = row.value();
            if (joined.isNothing() || value == null) {
                rows.delete(known);
                return;
            }
            byte[] by = joined.json();
            rows.put(known, by);
            rows.put(
                    Bytes.wrap(key('r', index).part(by).rest(key).toBytes()),
                    new Binary()
                            .number(row.at())
                            .number(row.place().offset())
                            .rest(value)
                            .toBytes());
        }
    }

    /** As a stage sees it, on its own thread. */
    static Table table(KeyValueStore<Bytes, byte[]> store, int index) {
        return key -> {
            byte[] latest = null;
            try (KeyValueIterator<Bytes, byte[]> found =
                    store.prefixScan(key('r', index).part(key).toBytes(), new ByteArraySerializer())) {
                while (found.hasNext()) {
                    KeyValue<Bytes, byte[]> row = found.next();
                    latest = latest == null || isLater(row.value, latest) ? row.value : latest;
                }
            }
            return latest == null ? null : Binary.rest(ByteBuffer.wrap(latest).position(2 * Long.BYTES));
        };
    }

    private static boolean isLater(byte[] row, byte[] than) {
        ByteBuffer a = ByteBuffer.wrap(row);
        ByteBuffer b = ByteBuffer.wrap(than);
        int byTime = Long.compare(a.getLong(), b.getLong());
        return byTime > 0 || (byTime == 0 && a.getLong() > b.getLong());
    }
}
