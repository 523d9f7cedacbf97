package io.sluice.gateway.browse;

import io.sluice.contract.Topics;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.http.Call;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a filter says of the newest records of a topic. */
public final class Verdicts {
    private final Readers readers;
    private final Clock clock;

    public Verdicts(Readers readers, Clock clock) {
        this.readers = readers;
        this.clock = clock;
    }

    /** @param verdict {@code match}, {@code no_match} or {@code error} */
    public record Verdict(int partition, long offset, String verdict) {}

    public Future<List<Verdict>> of(Call call, Topics.TopicAccess access, Filter where, Projection select, int count) {
        NewestRead.Ask ask = new NewestRead.Ask(access.name(), count, readers.limits(), clock);
        return readers.read(call, access.name(), (consumer, reading) -> {
            Sieve sieve = new Sieve(clock, where, select, readers.content(access));
            List<Verdict> verdicts = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : NewestRead.read(consumer, reading, ask)) {
                String verdict = sieve.judge(record).name().toLowerCase(Locale.ROOT);
                verdicts.add(new Verdict(record.partition(), record.offset(), verdict));
            }
            return verdicts;
        });
    }
}
