package io.sluice.gateway.catalog;

import io.sluice.contract.Processing;
import io.sluice.contract.Secret;
import io.sluice.contract.Security;
import io.sluice.contract.Source;
import io.sluice.contract.Template;
import io.sluice.gateway.http.Fields;
import io.sluice.runtime.KafkaLink;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code source} of a dataset. Options that say how the content is understood belong to {@code processing}; here they
 * are taken too, and moved there. Secrets are taken out: they are never part of a {@link Source}.
 */
final class SourceReader {
    private static final String TYPES =
            "kafka, csv, text, json, netcdf, event_stream, websocket, poll, directory, generator, s3 or service";

    private final String bootstrap;

    /** @param bootstrap of the platform's own broker, as users are told it */
    SourceReader(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * What was read.
     *
     * @param source null when the violations say why
     * @param processing options that stood in the source
     * @param credentials by name
     */
    record Read(@Nullable Source source, Map<String, Object> processing, Map<String, Secret> credentials) {}

    static final Read NOTHING = new Read(null, Map.of(), Map.of());

    /** @param dataset its name, the default of the topic */
    Read read(Fields source, String dataset) {
        String type = source.text("type");
        Map<String, Secret> credentials = new LinkedHashMap<>();
        Map<String, Object> processing = new LinkedHashMap<>();
        for (String option : Processing.options(type)) {
            Object value = source.any(option);
            if (value != null) {
                processing.put(option, value);
            }
        }
        Source read = source(source, type, dataset, credentials);
        source.end();
        return new Read(read, processing, credentials);
    }

    private @Nullable Source source(Fields source, String type, String dataset, Map<String, Secret> credentials) {
        switch (type) {
            case "kafka":
                return kafka(source, credentials);
            case "generator":
                return generator(source, dataset);
            case "directory":
                String path = source.text("path");
                Place local = place(source, dataset);
                return made(source, () -> new Source.Directory(path, local.topic(), local.partitions()));
            case "s3":
                return new Source.S3(source.text("url"));
            case "service":
                return new Source.Service(
                        source.text("url"),
                        source.optionalText("kind"),
                        source.optionalText("health_check_url"),
                        source.optionalText("documentation_url"));
            case "csv", "text", "json", "netcdf", "event_stream", "websocket", "poll":
                return web(source, type, dataset, credentials);
            default:
                if (!type.isEmpty()) {
                    source.violations().add(source.at("type"), "expected " + TYPES);
                }
                return null;
        }
    }

    /** Where the records go. */
    private record Place(String topic, int partitions) {}

    private static Place place(Fields source, String dataset) {
        return new Place(source.text("topic", dataset), source.whole("partitions", 1, 1, Source.MAX_PARTITIONS));
    }

    private static @Nullable Source web(Fields source, String type, String dataset, Map<String, Secret> credentials) {
        String url = source.text("url");
        Place place = place(source, dataset);
        String topic = place.topic();
        int partitions = place.partitions();
        credentials(source.optionalFields("credentials"), credentials);
        Double interval = type.equals("poll") ? source.optionalSeconds("interval") : null;
        String subscribe = type.equals("websocket") ? source.optionalText("subscribe") : null;
        if (type.equals("poll") && !source.has("interval")) {
            source.required("interval");
        }
        return made(source, () -> switch (type) {
            case "csv" -> new Source.Csv(url, topic, partitions);
            case "text" -> new Source.Text(url, topic, partitions);
            case "json" -> new Source.Json(url, topic, partitions);
            case "netcdf" -> new Source.NetCdf(url, topic, partitions);
            case "event_stream" -> new Source.EventStream(url, topic, partitions);
            case "websocket" -> new Source.WebSocket(url, subscribe, topic, partitions);
            default -> new Source.Poll(url, Objects.requireNonNullElse(interval, 1.0), topic, partitions);
        });
    }

    /** {@code username} and {@code password}, {@code token}, and {@code headers} by name. */
    private static void credentials(@Nullable Fields given, Map<String, Secret> credentials) {
        if (given == null) {
            return;
        }
        for (String name : new String[] {"username", "password", "token"}) {
            secret(given, name, name, credentials);
        }
        Map<String, @Nullable String> headers = given.optionalTextMap("headers", false);
        if (headers != null) {
            headers.forEach((name, value) -> credentials.put("headers." + name, new Secret(String.valueOf(value))));
        }
        given.end();
    }

    private static void secret(Fields from, String name, String as, Map<String, Secret> credentials) {
        String value = from.optionalText(name);
        if (value != null) {
            credentials.put(as, new Secret(value));
        }
    }

    private @Nullable Source kafka(Fields source, Map<String, Secret> credentials) {
        String topic = source.text("topic");
        String named = source.optionalText("bootstrap");
        String foreign = named == null || KafkaLink.isSame(named, bootstrap) ? null : named;
        String copy = source.optionalText("copy");
        int partitions = source.whole("partitions", 1, 1, Source.MAX_PARTITIONS);
        Security security = security(source.optionalFields("security"), credentials);
        if (security != null && foreign == null) {
            source.violations().add(source.at("security"), "the platform's own broker needs none; name a bootstrap");
        }
        return made(source, () -> new Source.Kafka(topic, foreign, security, copy, partitions));
    }

    private static @Nullable Security security(@Nullable Fields given, Map<String, Secret> credentials) {
        if (given == null) {
            return null;
        }
        Security.Protocol protocol = given.optionalChoice(
                "protocol",
                text -> Security.Protocol.valueOf(text.toUpperCase(Locale.ROOT)),
                "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL");
        if (!given.has("protocol")) {
            given.required("protocol");
        }
        Security.Mechanism mechanism =
                given.optionalChoice("mechanism", Security.Mechanism::of, "PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
        String username = given.optionalText("username");
        secret(given, "password", Security.PASSWORD, credentials);
        secret(given, "key", Security.KEY, credentials);
        String ca = given.optionalText("ca");
        String certificate = given.optionalText("certificate");
        given.end();
        return protocol == null
                ? null
                : made(given, () -> new Security(protocol, mechanism, username, ca, certificate));
    }

    private static @Nullable Source generator(Fields source, String dataset) {
        Template template = source.optionalChoice("template", Template::of, "timestamp, orders, rides or traffic");
        if (!source.has("template")) {
            source.required("template");
        }
        Double rate = source.optionalNumber("rate");
        Place place = place(source, dataset);
        Long seed = source.optionalWhole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        if (template == null) {
            return null;
        }
        double perSecond = rate == null ? template.defaultRate() : rate;
        return made(source, () -> new Source.Generator(template, perSecond, place.topic(), place.partitions(), seed));
    }

    private static <T> @Nullable T made(Fields from, Supplier<T> make) {
        return from.violations().collect(make);
    }
}
