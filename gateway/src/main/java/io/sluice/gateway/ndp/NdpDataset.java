package io.sluice.gateway.ndp;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.runtime.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as this API shows it: everything that is special to its source is in {@code extras}, whose values are texts, but for
 * {@code mapping} and {@code processing}.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record NdpDataset(
        String id,
        String name,
        String title,
        @Nullable String ownerOrg,
        String notes,
        List<Resource> resources,
        Map<String, Object> extras) {
    /** Extras that only this API uses: the type of a file that is a mere link, and the resources of a general dataset. */
    static final String FILE_TYPE = "file_type";

    static final String RESOURCES = "resources";

    /** Options that clients give as extras, and that are options of the source here. */
    static final List<String> OPTIONS = List.of("batch_mode", "batch_interval", "time_window", "auto_offset_reset");

    /** @param id that of the dataset, where it is its only one */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Resource(
            String id,
            @Nullable String url,
            @Nullable String name,
            @Nullable String description,
            @Nullable String format) {}

    /** @param bootstrap of the platform's own broker */
    static NdpDataset of(Dataset dataset, String bootstrap) {
        return new NdpDataset(
                dataset.id().toString(),
                dataset.name(),
                dataset.title(),
                dataset.organization(),
                dataset.notes(),
                resources(dataset, bootstrap),
                extras(dataset, bootstrap));
    }

    private static List<Resource> resources(Dataset dataset, String bootstrap) {
        List<Resource> attached =
                Attached.of(dataset).stream().map(NdpDataset::attached).toList();
        boolean all = Attached.isAll(dataset) && dataset.extras().containsKey(RESOURCES);
        return all
                ? attached
                : Stream.concat(Stream.of(own(dataset, bootstrap)), attached.stream())
                        .toList();
    }

    /** That of its source, which is always the first: clients look at no other. */
    private static Resource own(Dataset dataset, String bootstrap) {
        Source source = dataset.source();
        String id = dataset.id().toString();
        String url = Sources.url(source);
        if (source instanceof Source.Service service) {
            return new Resource(id, service.url(), dataset.name(), "Service " + dataset.name(), "service");
        } else if (url != null) {
            boolean s3 = source instanceof Source.S3 && !dataset.extras().containsKey(FILE_TYPE);
            return new Resource(id, url, dataset.name(), "Resource pointing to " + url, s3 ? "s3" : "url");
        }
        Place place = Place.of(source, bootstrap);
        String description = "Kafka topic " + place.topic() + " hosted at " + place.host() + ":" + place.port();
        return new Resource(id, null, place.topic(), description, "kafka");
    }

    /** One as it is stored. */
    private static Resource attached(Map<?, ?> given) {
        return new Resource(
                String.valueOf(given.get("id")),
                text(given.get("url")),
                text(given.get("name")),
                text(given.get("description")),
                text(given.get("format")));
    }

    private static Map<String, Object> extras(Dataset dataset, String bootstrap) {
        Map<String, Object> extras = new LinkedHashMap<>();
        dataset.extras().forEach((key, value) -> {
            boolean none = key.equals(FILE_TYPE) && "".equals(value);
            if (!key.equals(RESOURCES) && !key.equals(Options.PROCESSING) && !none) {
                extras.put(key, Objects.requireNonNullElse(text(value), ""));
            }
        });
        Source source = dataset.source();
        if (source.output() != null && Sources.url(source) == null) {
            Place place = Place.of(source, bootstrap);
            extras.put("host", place.host());
            extras.put("port", place.port());
            extras.put("topic", place.topic());
        }
        Sources.fileType(source).ifPresent(type -> extras.put(FILE_TYPE, type));
        if (!dataset.mapping().isEmpty()) {
            extras.put("mapping", dataset.mapping());
        }
        Map<String, Object> processing = new LinkedHashMap<>(dataset.processing());
        if (dataset.extras().get(Options.PROCESSING) instanceof Map<?, ?> kept) {
            kept.forEach((name, value) -> processing.putIfAbsent(String.valueOf(name), value));
        }
        OPTIONS.stream().filter(dataset.extras()::containsKey).forEach(processing::remove);
        if (!processing.isEmpty()) {
            extras.put("processing", processing);
        }
        return extras;
    }

    static @Nullable String text(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        try {
            return value instanceof Map || value instanceof List
                    ? Json.MAPPER.writeValueAsString(value)
                    : String.valueOf(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("read as JSON before", impossible);
        }
    }

    /** Where a client reads a topic. The port is a text, as clients of this API get it. */
    record Place(String host, String port, String topic) {

        /** Of a Kafka source the place that it names; of others the platform's own. */
        static Place of(Source source, String bootstrap) {
            boolean foreign = source instanceof Source.Kafka kafka && kafka.bootstrap() != null;
            String topic = source instanceof Source.Kafka kafka ? kafka.topic() : String.valueOf(source.output());
            return of(foreign ? String.valueOf(((Source.Kafka) source).bootstrap()) : bootstrap, topic);
        }

        /** The first of {@code host:port,…}. */
        static Place of(String bootstrap, String topic) {
            String first = bootstrap.split(",", 2)[0].strip();
            int colon = first.lastIndexOf(':');
            return colon < 0
                    ? new Place(first, "9092", topic)
                    : new Place(first.substring(0, colon), first.substring(colon + 1), topic);
        }
    }
}
