package io.sluice.stream.flow;

import io.sluice.contract.Plans.Planned;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.filter.Pipeline;
import io.sluice.filter.Projection;
import io.sluice.stream.flow.SourceResolver.Found;
import io.sluice.stream.flow.TopicSamples.Sample;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Plan and preview of a stream that is a filter, rules and a projection. */
final class FilterPlanning {
    private final SourceResolver resolver;
    private final TopicSamples samples;
    private final Simulation simulation;
    private final StreamService.Reading reading;

    FilterPlanning(
            SourceResolver resolver, TopicSamples samples, Simulation simulation, StreamService.Reading reading) {
        this.resolver = resolver;
        this.samples = samples;
        this.simulation = simulation;
        this.reading = reading;
    }

    Future<Planned> plan(CreateStream ask, String name) {
        return resolver.resolve(ask.caller(), ask.source()).map(found -> {
            List<Planned.Read> reads = new ArrayList<>();
            int most = 1;
            for (Found one : found) {
                int partitions = one.topic().description().partitions().size();
                most = Math.max(most, partitions);
                reads.add(new Planned.Read(QuerySources.Resolved.name(one), partitions, "", "stream"));
            }
            List<Planned.Write> writes = new ArrayList<>();
            writes.add(new Planned.Write(name, most, "the key of the record", columns(ask)));
            for (var branch : ask.source().branches()) {
                String topic = branch.topic().isEmpty() ? name + "-" + branch.name() : branch.topic();
                writes.add(new Planned.Write(topic, most, "the key of the record", columns(ask)));
            }
            writes.add(new Planned.Write(DeadLetter.topic(name), 1, "the key of the record", List.of()));
            return new Planned(null, reads, List.of(), List.of(), writes, List.of());
        });
    }

    private static List<String> columns(CreateStream ask) {
        Projection select = Projection.parse(ask.source().select()).orElseThrow();
        return select.equals(Projection.ALL)
                ? List.of("*")
                : select.columns().stream().map(Projection.Column::name).toList();
    }

    Future<Simulation.Outcome> run(CreateStream ask, int records) {
        return resolver.resolve(ask.caller(), ask.source()).compose(found -> {
            Map<String, String> ids = new HashMap<>();
            List<Future<Sample>> asked = new ArrayList<>();
            for (Found one : found) {
                ids.put(
                        QuerySources.Resolved.name(one),
                        one.topic().description().topicId().toString());
                asked.add(samples.last(one.topic().description(), records));
            }
            return Future.all(Future.all(asked), reading.formats().find(ids))
                    .compose(done ->
                            simulate(ask, asked.stream().map(Future::result).toList(), done.resultAt(1)));
        });
    }

    private Future<Simulation.Outcome> simulate(
            CreateStream ask, List<Sample> read, Map<String, RecordFormat> formats) {
        List<ConsumerRecord<byte[], byte[]>> records =
                read.stream().flatMap(sample -> sample.records().stream()).toList();
        Pipeline pipeline = StreamFilter.pipeline(ask.source());
        return simulation.run(
                (own, counters) -> FilterTopology.of(
                        new FilterTopology.Plan(
                                read.stream().map(Sample::topic).toList(),
                                Map.of(),
                                ask.source().batchMode(),
                                pipeline,
                                new Delivery.To(
                                        own, Envelope.of(ask.source().envelope()), Branches.of(ask.source(), own)),
                                formats),
                        counters,
                        reading.decoders(),
                        Clock.systemUTC()),
                records,
                Set.of());
    }
}
