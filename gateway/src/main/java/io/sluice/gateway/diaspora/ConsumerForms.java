package io.sluice.gateway.diaspora;

import io.sluice.contract.Consumers.Edge;
import io.sluice.contract.Consumers.Format;
import io.sluice.contract.Consumers.Offset;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Reset;
import io.sluice.contract.Consumers.Settings;
import io.sluice.filter.NamePattern;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bodies of the consumer calls. Topics are named without their namespace in them, and with it behind them. */
final class ConsumerForms {
    static final int MAX_PLACES = 1_000;
    static final int MAX_TOPICS = 200;
    static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

    private static final int MAX_MIN_BYTES = 8 << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    /** What is no JSON comes as bytes in any format; the last three are known to clients, and were never more than that. */
    private static final Map<String, Format> FORMATS = Map.of(
            "binary", Format.BINARY,
            "json", Format.JSON,
            "avro", Format.BINARY,
            "jsonschema", Format.BINARY,
            "protobuf", Format.BINARY);

    private ConsumerForms() {}

    /** @param name null: one is to be made up */
    record Creation(@Nullable String name, Settings settings) {}

    static Creation creation(Call call) {
        Fields fields = call.fields();
        String name = fields.optionalText("name");
        if (name != null && !isName(name)) {
            fields.violations().add("/name", "expected 1 to 64 letters, digits, dots, - and _");
        }
        Format format = fields.optionalChoice("format", ConsumerForms::format, "binary or json");
        Reset reset = fields.optionalChoice("auto.offset.reset", ConsumerForms::reset, "earliest or latest");
        boolean commits = choice(fields, "auto.commit.enable", Set.of("true", "false"), "false")
                .equals("true");
        int least = number(fields, "fetch.min.bytes", MAX_MIN_BYTES, 1);
        int timeout = number(fields, "consumer.request.timeout.ms", (int) MAX_TIMEOUT.toMillis(), -1);
        fields.end();
        fields.violations().check();
        return new Creation(
                name,
                new Settings(
                        Objects.requireNonNullElse(format, Format.BINARY),
                        Objects.requireNonNullElse(reset, Reset.LATEST),
                        commits,
                        Math.max(1, least),
                        timeout < 0 ? null : Duration.ofMillis(timeout)));
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static Format format(String text) {
        Format format = FORMATS.get(text.toLowerCase(Locale.ROOT));
        if (format == null) {
            throw new IllegalArgumentException(text);
        }
        return format;
    }

    private static Reset reset(String text) {
        return Reset.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Clients write truths and numbers as texts. */
    private static String choice(Fields fields, String name, Set<String> choices, String whenAbsent) {
        Object given = fields.any(name);
        String text = given == null ? whenAbsent : given.toString().toLowerCase(Locale.ROOT);
        if (!choices.contains(text)) {
            fields.violations().add(fields.at(name), "expected true or false");
        }
        return text;
    }

    private static int number(Fields fields, String name, int most, int whenAbsent) {
        Object given = fields.any(name);
        String text = given == null ? "-1" : given.toString();
        if (text.equals("-1")) {
            return whenAbsent;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
            fields.violations().add(fields.at(name), "expected -1, or a whole number from 0 to " + most);
            return whenAbsent;
        }
        return Integer.parseInt(text);
    }

    /** @param pattern null: {@code topics} */
    record Subscription(List<String> topics, @Nullable String pattern) {}

    static Subscription subscription(Call call, String namespace) {
        Fields fields = call.fields();
        List<String> topics = fields.texts("topics", MAX_TOPICS);
        String pattern = fields.optionalText("topic_pattern");
        fields.end();
        if (pattern != null) {
            NamePattern.fault(pattern).ifPresent(reason -> fields.violations().add("/topic_pattern", reason));
        }
        fields.violations().check();
        if (pattern != null && !topics.isEmpty()) {
            throw ConsumerFault.illegalState("Subscription to topics and to a pattern are mutually exclusive.");
        } else if (pattern == null && topics.isEmpty()) {
            throw ConsumerFault.invalidConfig("Expected topics or topic_pattern.");
        }
        return new Subscription(
                topics.stream()
                        .distinct()
                        .map(topic -> namespace + "." + topic)
                        .sorted()
                        .toList(),
                pattern);
    }

    static List<Partition> partitions(Call call, String namespace) {
        Fields fields = call.fields();
        List<Partition> partitions = new ArrayList<>();
        for (Fields each : fields.list("partitions", MAX_PLACES)) {
            partitions.add(new Partition(topic(each, namespace), partition(each)));
            each.end();
        }
        fields.end();
        fields.violations().check();
        return partitions.stream().distinct().toList();
    }

    /** Null: there is no body, or none that names any. */
    static @Nullable List<Offset> optionalOffsets(Call call, String namespace) {
        boolean none = call.body().length() == 0 || call.fields().names().isEmpty();
        return none ? null : offsets(call, namespace);
    }

    static List<Offset> offsets(Call call, String namespace) {
        Fields fields = call.fields();
        List<Offset> offsets = new ArrayList<>();
        for (Fields each : fields.list("offsets", MAX_PLACES)) {
            String topic = topic(each, namespace);
            int partition = partition(each);
            Long offset = each.optionalWhole("offset", 0, Long.MAX_VALUE);
            each.optionalText("metadata");
            if (offset == null) {
                each.required("offset");
            }
            each.end();
            offsets.add(new Offset(topic, partition, offset == null ? 0 : offset));
        }
        fields.end();
        fields.violations().check();
        return offsets;
    }

    private static String topic(Fields fields, String namespace) {
        return namespace + "." + fields.text("topic");
    }

    private static int partition(Fields fields) {
        Long partition = fields.optionalWhole("partition", 0, Integer.MAX_VALUE);
        if (partition == null) {
            fields.required("partition");
        }
        return partition == null ? 0 : partition.intValue();
    }

    /** Where all of a request's partitions are to go. */
    static Edge edge(boolean beginning) {
        return beginning ? Edge.BEGINNING : Edge.END;
    }
}
