package io.sluice.gateway.live;

import io.sluice.decode.RecordContent;
import io.sluice.filter.FilterSet;
import io.sluice.gateway.record.KafkaRecordView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records through filters into chunks: the one way from Kafka to a subscriber, whether a tail runs it for all channels of a topic
 * or a cursor for one. A batch is {@link #accept} for each record, then {@link #finish}. Belongs to one thread.
 */
final class Scan implements FilterSet.Sink<ChannelEncoder> {
    private final FilterSet<ChannelEncoder> filters;
    private KafkaRecordView view;
    private final List<ChannelEncoder> touched = new ArrayList<>();
    private String topicId;
    private Position begun;
    private long[] next;

    /** @param content decodes the records, each once for all filters */
    Scan(Clock clock, String topicId, Position start, RecordContent content) {
        this.view = new KafkaRecordView(content);
        this.filters = FilterSet.create(clock);
        this.topicId = topicId;
        this.begun = start;
        this.next = start.toArray(0);
    }

    void add(ChannelEncoder encoder) {
        filters.add(encoder, encoder.key().filter(), encoder.key().projection());
    }

    void remove(ChannelEncoder encoder) {
        filters.remove(encoder);
    }

    /** Begins elsewhere, between two batches. */
    void seek(String topicId, Position start) {
        this.topicId = topicId;
        this.begun = start;
        this.next = start.toArray(0);
    }

    /** From the next record on they are decoded by this. */
    void decode(RecordContent content) {
        view = new KafkaRecordView(content);
    }

    void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.partition() >= next.length) {
            next = java.util.Arrays.copyOf(next, record.partition() + 1);
        }
        next[record.partition()] = record.offset() + 1;
        view.show(record);
        filters.evaluate(view, this);
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
