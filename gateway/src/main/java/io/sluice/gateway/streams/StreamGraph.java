package io.sluice.gateway.streams;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Streams.StreamSource;
import io.sluice.gateway.http.RuleTexts;
import io.sluice.query.Aggregation;
import io.sluice.query.Join;
import io.sluice.query.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stream and what is around it, as it runs: datasets and topics, what is done with their records, the stream, and what reads its topic.
 *
 * @param edges the way of the records
 */
record StreamGraph(List<Node> nodes, List<Edge> edges) {
    private static final int MAX_DETAIL = 200;

    enum Kind {
        TOPIC,
        DATASET,
        FILTER,
        JOIN,
        WINDOW,
        STREAM,
        LANDING,
        ALERT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One of them.
     *
     * @param id within the graph
     * @param name what the thing is called; of what is done, its kind
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Node(
            String id,
            String kind,
            String name,
            @Nullable String state,
            @Nullable String detail) {}

    /**
     * @param rate records per second, lately; null: not known of this way alone
     * @param lag records that are yet to go it; null likewise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Edge(
            String from,
            String to,
            @Nullable Double rate,
            @Nullable Long lag) {}

    /** What reads the topic of a stream. */
    record Readers(List<Landing> landings, List<Alert> alerts, List<Stream> streams) {}

    static StreamGraph of(Stream stream, Readers readers) {
        return new Drawing(stream).draw(readers);
    }

    private static final class Drawing {
        private static final String SELF = "stream";

        private final Stream stream;
        private final List<Node> nodes = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final Set<String> known = new HashSet<>();

        Drawing(Stream stream) {
            this.stream = stream;
        }

        StreamGraph draw(Readers readers) {
            List<Node> steps = steps(stream.source());
            sources(steps.get(0).id());
            for (int i = 0; i < steps.size(); i++) {
                add(steps.get(i));
                if (i > 0) {
                    edges.add(new Edge(steps.get(i - 1).id(), steps.get(i).id(), null, null));
                }
            }
            add(new Node(SELF, Kind.STREAM.word(), stream.name(), stream.state().name(), stream.topic()));
            edges.add(new Edge(
                    steps.get(steps.size() - 1).id(), SELF, stream.stats().matchedRate(), null));
            read(readers);
            return new StreamGraph(List.copyOf(nodes), List.copyOf(edges));
        }

        private void add(Node node) {
            if (known.add(node.id())) {
                nodes.add(node);
            }
        }

        private void sources(String first) {
            for (StreamSource source : stream.sources()) {
                String topic = "topic:" + source.topic();
                String dataset = source.dataset();
                if (dataset != null) {
                    add(new Node("dataset:" + dataset, Kind.DATASET.word(), dataset, null, null));
                    edges.add(new Edge("dataset:" + dataset, topic, null, null));
                }
                add(new Node(topic, Kind.TOPIC.word(), source.topic(), null, null));
                edges.add(new Edge(topic, first, source.rate(), source.lag()));
            }
        }

        private void read(Readers readers) {
            for (Landing landing : readers.landings()) {
                String id = "landing:" + landing.name();
                add(new Node(
                        id,
                        Kind.LANDING.word(),
                        landing.name(),
                        landing.state().name(),
                        landing.definition().table()));
                edges.add(new Edge(
                        SELF, id, landing.stats().rate(), landing.stats().lag()));
            }
            for (Alert alert : readers.alerts()) {
                String id = "alert:" + alert.name();
                add(new Node(id, Kind.ALERT.word(), alert.name(), alert.state().name(), alert.severity()));
                edges.add(new Edge(SELF, id, null, alert.stats().lag()));
            }
            for (Stream other : readers.streams()) {
                String id = "stream:" + other.name();
                add(new Node(id, Kind.STREAM.word(), other.name(), other.state().name(), other.topic()));
                other.sources().stream()
                        .filter(source -> source.topic().equals(stream.topic()))
                        .forEach(source -> edges.add(new Edge(SELF, id, source.rate(), source.lag())));
            }
        }

        private static List<Node> steps(Definition definition) {
            List<Node> steps = new ArrayList<>();
            if (definition.sql().isEmpty()) {
                List<String> parts = new ArrayList<>();
                part(parts, "where ", definition.where());
                definition
                        .filters()
                        .forEach(rule -> parts.add(RuleTexts.shown(rule).toString()));
                part(parts, "select ", definition.select());
                steps.add(step(0, Kind.FILTER, parts.isEmpty() ? "every record" : String.join(" ", parts)));
                return steps;
            }
            Query query = Query.parse(definition.sql()).orElseThrow();
            for (Join join : query.joins()) {
                steps.add(step(
                        steps.size(),
                        Kind.JOIN,
                        join.leftKey().print() + " = " + join.right().alias() + "."
                                + join.rightKey().print()));
            }
            String where = query.where().print();
            if (!where.isEmpty()) {
                steps.add(step(steps.size(), Kind.FILTER, "where " + where));
            }
            Aggregation groups = query.aggregation();
            if (groups != null) {
                List<String> keys =
                        groups.keys().stream().map(Aggregation.Key::name).toList();
                steps.add(
                        step(steps.size(), Kind.WINDOW, keys.isEmpty() ? "all rows" : "by " + String.join(", ", keys)));
            }
            if (steps.isEmpty()) {
                steps.add(step(0, Kind.FILTER, "select " + query.select().print()));
            }
            return steps;
        }

        private static void part(List<String> parts, String word, String text) {
            if (!text.isBlank()) {
                parts.add(word + text);
            }
        }

        private static Node step(int number, Kind kind, String detail) {
            String shown = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL - 1) + "…" : detail;
            return new Node("step:" + number, kind.word(), kind.word(), null, shown);
        }
    }
}
