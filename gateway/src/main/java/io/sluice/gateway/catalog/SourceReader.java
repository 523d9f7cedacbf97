package io.sluice.gateway.catalog;

import io.sluice.contract.Source;
import io.sluice.contract.Template;
import io.sluice.gateway.http.Fields;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code source} of a new dataset. */
final class SourceReader {
    private static final Set<String> NOT_YET =
            Set.of("csv", "text", "json", "netcdf", "event_stream", "websocket", "poll", "directory", "s3", "service");
    private static final int MAX_PARTITIONS = 100;

    private final String bootstrap;

    /** @param bootstrap the platform's own broker, the only one that a source may name so far */
    SourceReader(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** Empty when the violations say why. @param dataset the name of the dataset, the default of a generator's topic */
    Optional<Source> read(Fields body, String dataset) {
        Fields source = body.fields("source");
        if (source == null) {
            return Optional.empty();
        }
        String type = source.text("type");
        switch (type) {
            case "kafka":
                return kafka(source);
            case "generator":
                return generator(source, dataset);
            default:
                refuse(source, type);
                return Optional.empty();
        }
    }

    private static void refuse(Fields source, String type) {
        if (NOT_YET.contains(type)) {
            source.violations().add(source.at("type"), "sources of type \"" + type + "\" are not available yet");
        } else if (!type.isEmpty()) {
            source.violations().add(source.at("type"), "expected kafka or generator");
        }
    }

    private Optional<Source> kafka(Fields source) {
        String topic = source.text("topic");
        String named = source.optionalText("bootstrap");
        source.notYet("security");
        source.end();
        if (named != null && !named.equals(bootstrap)) {
            source.violations()
                    .add(source.at("bootstrap"), "only the platform's own broker for now; leave bootstrap out");
        }
        return Optional.of(new Source.Kafka(topic));
    }

    private static Optional<Source> generator(Fields source, String dataset) {
        Template template = source.optionalChoice("template", Template::of, "timestamp, orders, rides or traffic");
        if (!source.has("template")) {
            source.required("template");
        }
        Double rate = source.optionalNumber("rate");
        String topic = source.text("topic", dataset);
        int partitions = source.whole("partitions", 1, 1, MAX_PARTITIONS);
        Long seed = source.optionalWhole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        source.end();
        if (template == null) {
            return Optional.empty();
        }
        double perSecond = rate == null ? template.defaultRate() : rate;
        return Optional.ofNullable(
                source.violations().collect(() -> new Source.Generator(template, perSecond, topic, partitions, seed)));
    }
}
