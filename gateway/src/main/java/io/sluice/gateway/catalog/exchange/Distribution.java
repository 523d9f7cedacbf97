package io.sluice.gateway.catalog.exchange;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the data of a dataset can be had.
 *
 * @param download whether it is a file; otherwise an address where one asks for data
 * @param mediaType IANA's name, empty when unknown
 * @param format CKAN's name
 */
record Distribution(String url, boolean download, String mediaType, String format) {
    private static final String CSV = "text/csv";
    private static final String NETCDF = "application/x-netcdf";
    private static final String EVENTS = "text/event-stream";

    /** @param origin {@code http://host:port} of this Sluice, where a dataset without an address of its own is read */
    static Distribution of(Dataset dataset, String origin) {
        Source source = dataset.source();
        if (source instanceof Source.Csv csv) {
            return new Distribution(csv.url(), true, CSV, "CSV");
        } else if (source instanceof Source.Text text) {
            return new Distribution(text.url(), true, "text/plain", "TXT");
        } else if (source instanceof Source.Json json) {
            return new Distribution(json.url(), true, "application/json", "JSON");
        } else if (source instanceof Source.NetCdf netCdf) {
            return new Distribution(netCdf.url(), true, NETCDF, "NetCDF");
        } else if (source instanceof Source.EventStream stream) {
            return new Distribution(stream.url(), false, EVENTS, "SSE");
        } else if (source instanceof Source.WebSocket socket) {
            return new Distribution(socket.url(), false, "", "WebSocket");
        } else if (source instanceof Source.Poll poll) {
            return new Distribution(poll.url(), false, "application/json", "API");
        } else if (source instanceof Source.S3 s3) {
            return new Distribution(s3.url(), false, "", "S3");
        } else if (source instanceof Source.Service service) {
            String url =
                    Objects.requireNonNullElseGet(service.url(), () -> origin + "/api/v1/datasets/" + dataset.id());
            return new Distribution(url, false, "", Objects.requireNonNullElse(service.kind(), "service"));
        }
        String live = origin + "/api/v1/live?dataset=" + dataset.id();
        return new Distribution(live, false, "application/x-ndjson", "NDJSON");
    }

    /**
     * What it is as a source; a service where the format says nothing.
     *
     * @param topic for those that are read into one
     */
    @Nullable Source toSource(String topic) {
        String scheme = scheme();
        String name = (mediaType + " " + format).toLowerCase(Locale.ROOT);
        if (scheme.equals("s3")) {
            return new Source.S3(url);
        } else if (scheme.equals("ws") || scheme.equals("wss")) {
            return new Source.WebSocket(url, null, topic, 1);
        } else if (!scheme.equals("http") && !scheme.equals("https")) {
            return null;
        } else if (has(name, ".csv", CSV, " csv")) {
            return new Source.Csv(url, topic, 1);
        } else if (has(name, ".nc", "netcdf")) {
            return new Source.NetCdf(url, topic, 1);
        } else if (has(name, null, EVENTS, " sse")) {
            return new Source.EventStream(url, topic, 1);
        } else if (download && has(name, ".json", "application/json", " json", "geojson")) {
            return new Source.Json(url, topic, 1);
        } else if (download && has(name, ".txt", "text/plain", " txt")) {
            return new Source.Text(url, topic, 1);
        }
        return new Source.Service(url, null, null, null);
    }

    /** By what it is called, or, where it is called nothing, by how its address ends. */
    private boolean has(String name, @Nullable String ending, String... parts) {
        return Stream.of(parts).anyMatch(name::contains)
                || (name.isBlank() && ending != null && path().endsWith(ending));
    }

    private String scheme() {
        int end = url.indexOf(':');
        return end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private String path() {
        try {
            return String.valueOf(new URI(url).getPath()).toLowerCase(Locale.ROOT);
        } catch (URISyntaxException broken) {
            return "";
        }
    }

    /** The one that becomes the source: the first whose format is known, else the first that has an address. */
    static @Nullable Source best(List<Distribution> all, String topic) {
        List<Source> sources = all.stream()
                .map(each -> each.toSource(topic))
                .filter(Objects::nonNull)
                .toList();
        return sources.stream()
                .filter(source -> !(source instanceof Source.Service))
                .findFirst()
                .orElse(sources.isEmpty() ? null : sources.get(0));
    }
}
