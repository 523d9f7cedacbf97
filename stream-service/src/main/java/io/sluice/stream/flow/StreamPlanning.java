package io.sluice.stream.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Plans.Planned;
import io.sluice.contract.Plans.Previewed;
import io.sluice.contract.Problem;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.query.Query;
import io.sluice.stream.flow.QueryStudy.Studied;
import io.sluice.stream.flow.SourceResolver.Found;
import io.sluice.stream.flow.TopicSamples.Sample;
import io.sluice.stream.flow.table.OutsideTables;
import io.sluice.stream.query.QueryPlan;
import io.sluice.stream.query.QueryTopology;
import io.sluice.stream.query.Table;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** What a stream would do, before there is one: its plan, and a preview on the newest records. Makes nothing that stays. */
final class StreamPlanning {
    /** Records of each topic that a plan's sizes come from. */
    private static final int SAMPLE = 1_000;
    /** Of a topic that is read as a table. */
    private static final int TABLE_SAMPLE = 10_000;

    private final QueryStudy study;
    private final Simulation simulation;
    private final StreamService.Reading reading;
    private final FilterPlanning filters;
    private final OutsideTables outside;

    StreamPlanning(
            QueryStudy study,
            FilterPlanning filters,
            Simulation simulation,
            StreamService.Reading reading,
            OutsideTables outside) {
        this.outside = outside;
        this.study = study;
        this.filters = filters;
        this.simulation = simulation;
        this.reading = reading;
    }

    Future<Planned> plan(CreateStream ask) {
        if (ask.source().sql().isEmpty()) {
            return filters.plan(ask, name(ask));
        }
        Query query = query(ask.source());
        return study.study(ask.caller(), query, SAMPLE, TABLE_SAMPLE)
                .compose(studied -> run(ask, studied).map(outcome -> planned(ask, studied, outcome)));
    }

    Future<Previewed> preview(CreateStream ask, int records) {
        Future<Simulation.Outcome> outcome = ask.source().sql().isEmpty()
                ? filters.run(ask, records)
                : study.study(ask.caller(), query(ask.source()), records, TABLE_SAMPLE)
                        .compose(studied -> run(ask, studied));
        return outcome.map(found -> new Previewed(
                rows(found.written()),
                found.counted().late(),
                found.counted().failed(),
                found.counted().scanned()));
    }

    private static String name(CreateStream ask) {
        return ask.name() == null ? "data_stream_…" : ask.name();
    }

    private static Query query(Definition definition) {
        return Query.parse(definition.sql()).orElseThrow();
    }

    private Future<Simulation.Outcome> run(CreateStream ask, Studied studied) {
        List<ConsumerRecord<byte[], byte[]>> records = studied.samples().values().stream()
                .flatMap(sample -> sample.records().stream())
                .toList();
        return outside.open(studied.query(), ask.credentials(), reason -> {})
                .recover(failure -> Future.failedFuture(
                        failure instanceof OutsideTables.Unloadable unloadable
                                ? Problem.Invalid.at(QuerySources.pointer(1), OutsideTables.reason(unloadable))
                                        .toException()
                                : failure))
                .compose(opened -> simulation
                        .run(
                                (own, counters) -> topology(ask.source(), studied, opened.tables(), own, counters),
                                records,
                                tables(studied))
                        .onComplete(done -> opened.close()));
    }

    private Topology topology(
            Definition definition, Studied studied, Map<Integer, Table> tables, Destination own, Counters counters) {
        Clock clock = Clock.systemUTC();
        List<Branches.Rule> branches = Branches.of(definition, own);
        return QueryTopology.of(
                plan(studied, tables), new QueryExits(new Delivery.To(own, Envelope.NONE, branches), counters, clock));
    }

    private QueryPlan plan(Studied studied, Map<Integer, Table> tables) {
        return new QueryPlan(
                studied.query(),
                topics(studied),
                Map.of(),
                studied.formats(),
                partitions(studied),
                tables,
                QueryRun.accumulators(studied.query()),
                reading.decoders(),
                Clock.systemUTC());
    }

    private static List<List<String>> topics(Studied studied) {
        return studied.resolved().inputs().stream()
                .map(input -> input.stream().map(QuerySources.Resolved::name).toList())
                .toList();
    }

    private static Map<String, Integer> partitions(Studied studied) {
        return studied.resolved().topics().stream()
                .collect(Collectors.toMap(QuerySources.Resolved::name, StreamPlanning::partitions));
    }

    private static int partitions(Found found) {
        return found.topic().description().partitions().size();
    }

    private static Set<String> tables(Studied studied) {
        Set<String> tables = new HashSet<>();
        for (int i = 1; i < studied.resolved().inputs().size(); i++) {
            if (studied.resolved().isTable(i)) {
                studied.resolved().inputs().get(i).forEach(found -> tables.add(QuerySources.Resolved.name(found)));
            }
        }
        return tables;
    }

    /** In their order, as many as an answer takes. */
    private static List<Previewed.Row> rows(List<TestRecord<byte[], byte[]>> written) {
        List<Previewed.Row> rows = new ArrayList<>();
        long bytes = 0;
        for (TestRecord<byte[], byte[]> record : written) {
            bytes += length(record.key()) + length(record.value());
            if (bytes > Previewed.MAX_BYTES || rows.size() == Previewed.MAX_ROWS) {
                break;
            }
            rows.add(new Previewed.Row(text(record.key()), text(record.value()), record.timestamp()));
        }
        return rows;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private Planned planned(CreateStream ask, Studied studied, Simulation.Outcome outcome) {
        PlanText text = new PlanText(studied, plan(studied, Map.of()), outcome.stores(), sizes(studied));
        List<String> notes = new ArrayList<>(studied.notes());
        notes.addAll(text.notes());
        return new Planned(
                studied.query().print(),
                text.reads(),
                text.repartitions(),
                text.stores(),
                text.writes(name(ask), ask.source().branches()),
                notes);
    }

    /** How many times more records a topic has than were read of it. */
    private static Map<String, Double> sizes(Studied studied) {
        Map<String, Double> sizes = new HashMap<>();
        for (Sample sample : studied.samples().values()) {
            int read = sample.records().size();
            sizes.put(sample.topic(), read == 0 ? 1.0 : Math.max(1.0, (double) sample.size() / read));
        }
        return sizes;
    }
}
