package io.sluice.gateway.browse;

import io.sluice.contract.Topics;
import io.sluice.filter.Pipeline;
import io.sluice.filter.PipelineMatcher;
import io.sluice.filter.WindowStore;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.record.KafkaRecordView;
import io.sluice.gateway.record.Sight;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a filter says of the newest records of a topic; a window begins with the first of them. */
public final class Verdicts {
    private final Readers readers;
    private final Clock clock;

    public Verdicts(Readers readers, Clock clock) {
        this.readers = readers;
        this.clock = clock;
    }

    /** @param verdict {@code match}, {@code no_match} or {@code error} */
    public record Verdict(int partition, long offset, String verdict) {}

    public Future<List<Verdict>> of(Call call, Topics.TopicAccess access, Pipeline pipeline, int count) {
        NewestRead.Ask ask = new NewestRead.Ask(access.name(), count, readers.limits(), clock);
        return readers.read(call, access.name(), (consumer, reading) -> {
            PipelineMatcher matcher = PipelineMatcher.of(pipeline, WindowStore.inMemory(), clock);
            Sight sight = readers.sight(access, clock);
            List<Verdict> verdicts = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : NewestRead.read(consumer, reading, ask)) {
                KafkaRecordView view = sight.look(record);
                if (view != null) {
                    String verdict = matcher.evaluate(view).name().toLowerCase(Locale.ROOT);
                    verdicts.add(new Verdict(record.partition(), record.offset(), verdict));
                }
            }
            return verdicts;
        });
    }
}
