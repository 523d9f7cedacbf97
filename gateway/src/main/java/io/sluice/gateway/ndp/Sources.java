package io.sluice.gateway.ndp;

import io.sluice.contract.Source;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file types of this API, and the sources that they are here. */
final class Sources {
    /** By the word that clients use, in lower case; anything else is a link that nobody reads. */
    private static final Map<String, String> TYPES =
            Map.of("stream", "event_stream", "csv", "csv", "txt", "text", "json", "json", "netcdf", "netcdf");

    private static final Map<String, String> WORDS =
            Map.of("event_stream", "stream", "csv", "CSV", "text", "TXT", "json", "JSON", "netcdf", "NetCDF");

    private Sources() {}

    /** The type of source for a file type; empty for a mere link. */
    static Optional<String> typeOf(@Nullable String fileType) {
        return fileType == null ? Optional.empty() : Optional.ofNullable(TYPES.get(fileType.toLowerCase(Locale.ROOT)));
    }

    /** Whether the platform reads sources of this type from an address. */
    static boolean isFile(String type) {
        return WORDS.containsKey(type);
    }

    static Source file(String type, String url, String topic, int partitions) {
        return switch (type) {
            case "event_stream" -> new Source.EventStream(url, topic, partitions);
            case "csv" -> new Source.Csv(url, topic, partitions);
            case "text" -> new Source.Text(url, topic, partitions);
            case "json" -> new Source.Json(url, topic, partitions);
            case "netcdf" -> new Source.NetCdf(url, topic, partitions);
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** The same source at another address; empty for what has none. */
    static Optional<Source> at(Source source, String url) {
        if (source instanceof Source.Web web && isFile(web.type())) {
            return Optional.of(file(web.type(), url, web.topic(), web.partitions()));
        } else if (source instanceof Source.Service service) {
            return Optional.of(
                    new Source.Service(url, service.kind(), service.healthCheckUrl(), service.documentationUrl()));
        }
        return source instanceof Source.S3 ? Optional.of(new Source.S3(url)) : Optional.empty();
    }

    /** The word for a source that reads files or streams. */
    static Optional<String> fileType(Source source) {
        return Optional.ofNullable(WORDS.get(source.type()));
    }

    /** What a file, stream or entry points to; null for topics, and for what is only to be had as a topic here. */
    static @Nullable String url(Source source) {
        if (source instanceof Source.Web web) {
            return isFile(web.type()) ? web.url() : null;
        } else if (source instanceof Source.S3 s3) {
            return s3.url();
        }
        return source instanceof Source.Service service ? service.url() : null;
    }
}
