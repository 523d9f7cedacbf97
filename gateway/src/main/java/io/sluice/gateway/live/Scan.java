package io.sluice.gateway.live;

import io.sluice.decode.RecordContent;
import io.sluice.filter.FilterSet;
import io.sluice.filter.Masker;
import io.sluice.filter.Veil;
import io.sluice.gateway.record.KafkaRecordView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records through filters into chunks: the one way from Kafka to a subscriber, whether a tail runs it for all channels of a topic
 * or a cursor for one. A batch is {@link #accept} for each record, then {@link #finish}. Belongs to one thread.
 */
final class Scan implements FilterSet.Sink<ChannelEncoder> {
    private final Clock clock;
    /** One for those who see everything, and one for each veil. */
    private final Map<Veil, Layer> layers = new LinkedHashMap<>();

    private KafkaRecordView whole;
    /** What the channels at hand see of the record at hand. */
    private KafkaRecordView view;

    private final List<ChannelEncoder> touched = new ArrayList<>();
    private String topicId;
    private Position begun;
    private long[] next;

    /** @param content decodes the records, each once for all filters */
    Scan(Clock clock, String topicId, Position start, RecordContent content) {
        this.clock = clock;
        this.whole = new KafkaRecordView(content);
        this.view = whole;
        this.topicId = topicId;
        this.begun = start;
        this.next = start.toArray(0);
    }

    /** All channels that see the same of a record. */
    private final class Layer {
        private final @Nullable Masker masker;
        private final FilterSet<ChannelEncoder> filters = FilterSet.create(clock);
        private KafkaRecordView seen;
        private int channels;

        Layer(Veil veil) {
            this.masker = veil.isNone() ? null : Masker.of(veil, clock);
            this.seen = whole;
            decode();
        }

        void decode() {
            seen = masker == null ? whole : whole.under(masker);
        }

        void accept(ConsumerRecord<byte[], byte[]> record) {
            if (masker != null) {
                if (!masker.shows(whole)) {
                    return;
                }
                seen.show(record);
            }
            view = seen;
            filters.evaluate(seen, Scan.this);
        }
    }

    void add(ChannelEncoder encoder) {
        ChannelKey key = encoder.key();
        Layer layer = layers.computeIfAbsent(key.veil(), Layer::new);
        layer.filters.add(encoder, key.filter(), key.projection());
        layer.channels++;
    }

    void remove(ChannelEncoder encoder) {
        Layer layer = layers.get(encoder.key().veil());
        if (layer != null) {
            layer.filters.remove(encoder);
            if (--layer.channels == 0) {
                layers.remove(encoder.key().veil());
            }
        }
    }

    /** Begins elsewhere, between two batches. */
    void seek(String topicId, Position start) {
        this.topicId = topicId;
        this.begun = start;
        this.next = start.toArray(0);
    }

    /** From the next record on they are decoded by this. */
    void decode(RecordContent content) {
        whole = new KafkaRecordView(content);
        layers.values().forEach(Layer::decode);
    }

    void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.partition() >= next.length) {
            next = java.util.Arrays.copyOf(next, record.partition() + 1);
        }
        next[record.partition()] = record.offset() + 1;
        whole.show(record);
        for (Layer layer : layers.values()) {
            layer.accept(record);
        }
    }

    @Override
    public void matched(ChannelEncoder encoder, byte @Nullable [] projected) {
        touch(encoder);
        encoder.append(view, projected, topicId, next);
    }

    @Override
    public void failed(ChannelEncoder encoder) {
        touch(encoder);
        encoder.failed();
    }

    private void touch(ChannelEncoder encoder) {
        if (encoder.open(begun)) {
            touched.add(encoder);
        }
    }

    /** The position behind the last record. */
    Position position() {
        return Position.of(next);
    }

    /** Ends the batch at {@code after}: what it was for each channel that it was anything for. */
    List<Output> finish(Position after) {
        List<Output> outputs = new ArrayList<>(touched.size());
        for (ChannelEncoder encoder : touched) {
            outputs.add(encoder.close(topicId, after));
        }
        touched.clear();
        begun = after;
        next = after.toArray(0);
        return outputs;
    }
}
