package io.sluice.catalog.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.catalog.database.Text;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Dataset;
import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.runtime.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a dataset may look like. Sizes are in UTF-16 units, of JSON in bytes. */
final class DatasetRules {
    static final int MAX_TITLE = 200;
    static final int MAX_NOTES = 20_000;
    static final int MAX_TAGS = 50;
    static final int MAX_TAG = 100;
    static final int MAX_LICENSE = 200;
    static final int MAX_EXTRAS_BYTES = 64 * 1024;
    static final int MAX_PROCESSING_BYTES = 16 * 1024;
    static final int MAX_MAPPED = 500;
    static final int MAX_PATH = 500;
    static final int MAX_DEPTH = 64;
    static final int MAX_URL = 4_000;
    static final int MAX_KIND = 50;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,99}");
    /** What stands after {@code /datasets/} in other addresses. */
    private static final Set<String> RESERVED = Set.of("suggest", "import");

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

    private DatasetRules() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** All that can be said without asking anyone. */
    static Violations check(Dataset dataset) {
        Violations violations = new Violations()
                .check(isName(dataset.name()), "/name", "expected 2 to 100 of a-z, 0-9, ., _ and -")
                .check(!DatasetStore.ID.matcher(dataset.name()).matches(), "/name", "must not look like an id")
                .check(!RESERVED.contains(dataset.name()), "/name", "is part of an address")
                .filled(dataset.title(), MAX_TITLE, "/title")
                .text(dataset.notes(), MAX_NOTES, "/notes");
        if (dataset.license() != null) {
            violations.text(dataset.license(), MAX_LICENSE, "/license");
        }
        tags(violations, dataset.tags());
        source(violations, dataset.source());
        mapping(violations, dataset.mapping());
        json(violations, dataset.extras(), MAX_EXTRAS_BYTES, "/extras");
        json(violations, dataset.processing(), MAX_PROCESSING_BYTES, "/processing");
        MetadataRules.check(violations, dataset.metadata());
        Processing.check(dataset.source().type(), dataset.processing()).forEach(violations::add);
        return violations;
    }

    private static void tags(Violations violations, List<String> tags) {
        violations.check(tags.size() <= MAX_TAGS, "/tags", "at most " + MAX_TAGS + " tags");
        for (int i = 0; i < Math.min(tags.size(), MAX_TAGS); i++) {
            violations.filled(tags.get(i), MAX_TAG, "/tags/" + i);
        }
    }

    private static void source(Violations violations, Source source) {
        if (source instanceof Source.Kafka kafka) {
            topic(violations, kafka.topic(), "/source/topic");
            topic(violations, kafka.copy(), "/source/copy");
            return;
        }
        topic(violations, source.output(), "/source/topic");
        if (source instanceof Source.Directory directory) {
            violations
                    .filled(directory.path(), MAX_PATH, "/source/path")
                    .check(directory.path().startsWith("/"), "/source/path", "expected an absolute path");
        } else if (source instanceof Source.S3 s3) {
            address(violations, s3.url(), "/source/url", "s3", "http", "https");
        } else if (source instanceof Source.Service service) {
            service(violations, service);
        } else if (source instanceof Source.WebSocket socket) {
            address(violations, socket.url(), "/source/url", "ws", "wss");
        } else if (source instanceof Source.Web web) {
            address(violations, web.url(), "/source/url", "http", "https");
        }
    }

    private static void topic(Violations violations, @Nullable String topic, String pointer) {
        if (topic != null) {
            violations
                    .check(
                            TOPIC.matcher(topic).matches(),
                            pointer,
                            "expected 1 to 249 of letters, digits, ., _ and -, other than . and ..")
                    .check(!topic.startsWith("__"), pointer, "names that begin with __ are Kafka's own");
        }
    }

    private static void service(Violations violations, Source.Service service) {
        if (service.url() != null) {
            address(violations, service.url(), "/source/url", "http", "https");
        }
        if (service.kind() != null) {
            violations.text(service.kind(), MAX_KIND, "/source/kind");
        }
        if (service.healthCheckUrl() != null) {
            address(violations, service.healthCheckUrl(), "/source/health_check_url", "http", "https");
        }
        if (service.documentationUrl() != null) {
            address(violations, service.documentationUrl(), "/source/documentation_url", "http", "https");
        }
    }

    /** Whether the address may be reached is asked when it is resolved, each time. */
    static void address(Violations violations, String url, String pointer, String... schemes) {
        violations.filled(url, MAX_URL, pointer);
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            violations
                    .check(
                            List.of(schemes).contains(scheme) && uri.getHost() != null,
                            pointer,
                            "expected an address that begins with " + String.join(" or ", schemes))
                    .check(uri.getUserInfo() == null, pointer, "a secret does not belong here but into credentials");
        } catch (URISyntaxException broken) {
            violations.check(false, pointer, "expected an address");
        }
    }

    private static void mapping(Violations violations, Map<String, String> mapping) {
        violations.check(mapping.size() <= MAX_MAPPED, "/mapping", "at most " + MAX_MAPPED + " fields");
        mapping.entrySet().stream().limit(MAX_MAPPED).forEach(field -> violations
                .filled(field.getKey(), MAX_PATH, "/mapping")
                .filled(field.getValue(), MAX_PATH, "/mapping/" + Pointers.escape(field.getKey())));
    }

    private static void json(Violations violations, Map<String, Object> value, int maxBytes, String pointer) {
        if (depth(value, 0) > MAX_DEPTH) {
            violations.check(false, pointer, "at most " + MAX_DEPTH + " levels deep");
            return;
        }
        try {
            String json = Json.MAPPER.writeValueAsString(value);
            int bytes = json.getBytes(StandardCharsets.UTF_8).length;
            violations
                    .check(bytes <= maxBytes, pointer, "at most " + maxBytes + " bytes as JSON")
                    .check(Text.isUnicode(json), pointer, "must be Unicode");
        } catch (JsonProcessingException notJson) {
            violations.check(false, pointer, "expected JSON");
        }
    }

    /** Of objects and lists in each other; stops counting just past the limit. */
    private static int depth(@Nullable Object value, int above) {
        Collection<?> inside =
                value instanceof Map<?, ?> map ? map.values() : value instanceof Collection<?> list ? list : List.of();
        boolean container = value instanceof Map || value instanceof Collection;
        if (!container || above > MAX_DEPTH) {
            return above;
        }
        return inside.stream().mapToInt(each -> depth(each, above + 1)).max().orElse(above + 1);
    }
}
