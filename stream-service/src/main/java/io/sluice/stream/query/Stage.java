package io.sluice.stream.query;

import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a query in one task; belongs to the task's thread. The records between stages have the clock's time, which brokers always
 * take; event time is in the step.
 */
abstract class Stage implements Processor<byte[], Step, byte[], Step> {
    /** How soon the others hear, at the latest, how far event time has come here. */
    static final Duration TICK = Duration.ofMillis(200);

    private @Nullable ProcessorContext<byte[], Step> opened;

    @Override
    public final void init(ProcessorContext<byte[], Step> context) {
        opened = context;
        open(context);
    }

    /** Also after the task was set back: everything that is remembered comes from the stores again. */
    void open(ProcessorContext<byte[], Step> context) {}

    abstract void onRow(byte[] key, Step.Row row, Headers headers);

    /** Unless a stage has to do with it, everybody after it hears of it. */
    void onTime(Step.Time time) {
        forward(Step.NONE, time);
    }

    @Override
    public final void process(Record<byte[], Step> record) {
        if (record.value() instanceof Step.Row row) {
            onRow(record.key(), row, record.headers());
        } else if (record.value() instanceof Step.Time time) {
            onTime(time);
        }
    }

    final ProcessorContext<byte[], Step> context() {
        if (opened == null) {
            throw new IllegalStateException("not initialised");
        }
        return opened;
    }

    final long clock() {
        return context().currentSystemTimeMs();
    }

    final int task() {
        return context().taskId().partition();
    }

    final void forward(byte[] key, Step step) {
        context().forward(new Record<>(key, step, clock()));
    }

    final void everyTick(Runnable action) {
        context().schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> action.run());
    }
}
