package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.Streams.Failure;
import io.sluice.query.Accumulator;
import io.sluice.query.Aggregation;
import io.sluice.query.Query;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.table.OutsideTables;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.query.QueryPlan;
import io.sluice.stream.query.QueryTopology;
import io.sluice.stream.query.Table;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;

/** Makes the topology of a stream's query, as its topics are now. Belongs to one event loop. */
final class QueryRun {
    private final Broker broker;
    private final StreamService.Reading reading;
    private final OutsideTables outside;
    private final Map<UUID, OutsideTables.Opened> opened = new HashMap<>();

    QueryRun(Broker broker, StreamService.Reading reading, OutsideTables outside) {
        this.broker = broker;
        this.reading = reading;
        this.outside = outside;
    }

    OutsideTables outside() {
        return outside;
    }

    /** What the stream's topology used is no longer kept fresh. */
    void close(UUID stream) {
        opened.getOrDefault(stream, OutsideTables.Opened.NONE).close();
        opened.remove(stream);
    }

    Future<Topology> topology(
            StreamRow stream, Query query, Map<String, RecordFormat> formats, Delivery.To to, Counters counters) {
        close(stream.id());
        return outside.open(
                        query,
                        stream.credentials(),
                        reason -> counters.onFailed(new Failure("", -1, -1, reason), false))
                .compose(tables -> {
                    opened.put(stream.id(), tables);
                    return plan(stream, query, formats, tables.tables())
                            .map(plan -> QueryTopology.of(plan, new QueryExits(to, counters, Clock.systemUTC())));
                });
    }

    private Future<QueryPlan> plan(
            StreamRow stream, Query query, Map<String, RecordFormat> formats, Map<Integer, Table> tables) {
        List<String> topics = stream.sources().stream().map(Reading::read).toList();
        return broker.describe(topics).map(described -> {
            Map<String, Integer> partitions = new HashMap<>();
            described.forEach((topic, description) ->
                    partitions.put(topic, description.partitions().size()));
            return new QueryPlan(
                    query,
                    inputs(stream, query),
                    stream.sources().stream()
                            .filter(source -> source.input() != null)
                            .collect(Collectors.toMap(Reading::read, Reading::topic)),
                    formats,
                    partitions,
                    tables,
                    accumulators(query),
                    reading.decoders(),
                    Clock.systemUTC());
        });
    }

    private static List<List<String>> inputs(StreamRow stream, Query query) {
        List<List<String>> inputs = new ArrayList<>();
        for (int i = 0; i <= query.joins().size(); i++) {
            int number = i;
            inputs.add(stream.sources().stream()
                    .filter(source -> source.inputs().contains(number))
                    .map(Reading::read)
                    .toList());
        }
        return inputs;
    }

    static Accumulator.Factory accumulators(Query query) {
        Aggregation aggregation = query.aggregation();
        return Accumulator.Factory.of(aggregation == null ? List.of() : aggregation.measures());
    }
}
