package io.sluice.stream.query;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Steps as bytes, for the topics between stages and for stores of rows. Only rows and times leave a stage. */
final class StepSerde implements Serde<Step> {
    private static final int ROW = 1;
    private static final int TIME = 2;
    private static final int IDLE = 3;

    @Override
    public Serializer<Step> serializer() {
        return (topic, step) -> write(step);
    }

    @Override
    public Deserializer<Step> deserializer() {
        return (topic, bytes) -> read(ByteBuffer.wrap(bytes));
    }

    static byte[] write(Step step) {
        if (step instanceof Step.Row row) {
            return new Binary()
                    .put(ROW)
                    .text(row.source())
                    .number(row.progress())
                    .number(row.at())
                    .text(row.place().topic())
                    .number(row.place().partition())
                    .number(row.place().offset())
                    .part(row.key())
                    .part(row.value())
                    .rest(row.parts())
                    .toBytes();
        } else if (step instanceof Step.Time time) {
            return new Binary()
                    .put(time.idle() ? IDLE : TIME)
                    .text(time.source())
                    .number(time.progress())
                    .toBytes();
        }
        throw new IllegalStateException("stays where it is: " + step.getClass().getSimpleName());
    }

    static Step read(ByteBuffer in) {
        int kind = in.get();
        String source = Binary.text(in);
        long progress = in.getLong();
        if (kind != ROW) {
            return new Step.Time(source, progress, kind == IDLE);
        }
        long at = in.getLong();
        Place place = new Place(Binary.text(in), in.getInt(), in.getLong());
        return new Step.Row(source, progress, at, place, Binary.part(in), Binary.part(in), Binary.rest(in));
    }
}
