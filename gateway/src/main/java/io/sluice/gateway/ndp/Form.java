package io.sluice.gateway.ndp;

import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Processing;
import io.sluice.gateway.http.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request. For a new dataset what is marked as required must be there; for a change of one everything is optional.
 * Properties that this API does not know are passed over, as they always were.
 */
final class Form {
    private static final int MAX_TAGS = 100;
    private static final Set<String> RESERVED =
            Set.of("name", "title", "owner_org", "notes", "id", "resources", "collection", "mapping", "processing");

    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");

    private final Fields body;
    private final String prefix;
    private final @Nullable Dataset known;

    /**
     * @param prefix of the names of name, title and so on
     * @param known the dataset that is to be changed; null: a new one
     */
    Form(Fields body, String prefix, @Nullable Dataset known) {
        this.body = body;
        this.prefix = prefix;
        this.known = known;
    }

    Fields body() {
        return body;
    }

    /** A text that a new dataset must have. */
    @Nullable String required(String name) {
        return known == null ? body.text(name) : body.optionalText(name);
    }

    Draft.Words words() {
        String name = required(prefix + "name");
        String title = required(prefix + "title");
        String organization = required("owner_org");
        String notes = body.optionalText(body.has("notes") ? "notes" : prefix + "description");
        return new Draft.Words(
                name,
                title,
                organization,
                notes,
                body.optionalTexts("tags", MAX_TAGS),
                body.optionalText("license_id"),
                body.optionalFlag("private"));
    }

    /** Those that were there, and those of the request over them; null when there are none of either. */
    @Nullable Map<String, Object> extras(Set<String> reserved, String refusal) {
        Map<String, Object> given = body.optionalObject("extras");
        if (given == null) {
            return known == null ? Map.of() : null;
        }
        Set<String> taken = new TreeSet<>(given.keySet());
        taken.removeIf(key -> !RESERVED.contains(key) && !reserved.contains(key));
        if (!taken.isEmpty()) {
            throw new Problem.Invalid(refusal + "{'" + String.join("', '", taken) + "'}", List.of()).toException();
        }
        Map<String, Object> extras = new LinkedHashMap<>(known == null ? Map.of() : known.extras());
        extras.putAll(given);
        return extras;
    }

    @SuppressWarnings("NullAway") // read without null values
    @Nullable Map<String, String> mapping() {
        Map<String, @Nullable String> mapping = body.optionalTextMap("mapping", false);
        return mapping == null ? null : Map.copyOf(mapping);
    }

    @Nullable Map<String, Object> processing() {
        return body.optionalObject(Options.PROCESSING);
    }

    /** Options of the source: those that are given as such, and those that clients of this API give as extras. */
    @Nullable Map<String, Object> options(
            String type, @Nullable Map<String, Object> given, @Nullable Map<String, Object> extras) {
        if (given == null && extras == null) {
            return null;
        }
        Map<String, Object> options = new LinkedHashMap<>();
        if (given != null) {
            options.putAll(given);
        } else if (known != null) {
            options.putAll(known.processing());
        }
        if (extras != null) {
            NdpDataset.OPTIONS.stream()
                    .filter(option -> extras.containsKey(option)
                            && Processing.options(type).contains(option))
                    .forEach(option -> options.putIfAbsent(option, extras.get(option)));
        }
        return options;
    }

    /** As {@code dataset_name} is; names of other kinds are for the catalog to judge. */
    void checkName() {
        String name = known == null ? body.optionalText(prefix + "name") : null;
        if (name != null && !name.isEmpty() && !NAME.matcher(name).matches()) {
            body.violations().add(body.at(prefix + "name"), "expected a-z, 0-9, _ and -");
        }
    }

    /** An address, where there is one, begins with one of these. */
    void address(String name, String... schemes) {
        String url = body.optionalText(name);
        if (url != null && !url.isBlank() && Stream.of(schemes).noneMatch(scheme -> url.startsWith(scheme + "://"))) {
            body.violations()
                    .add(
                            body.at(name),
                            "expected an address that begins with " + String.join("://, ", schemes) + "://");
        }
    }

    /** A port as a number, or as a text of digits. */
    @Nullable Integer port(String name) {
        if (!body.has(name) && known != null) {
            return null;
        }
        Object given = body.any(name);
        if (given != null && given.toString().matches("\\d{1,5}")) {
            int port = Integer.parseInt(given.toString());
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        }
        body.violations().add(body.at(name), "expected a port from 1 to 65535");
        return null;
    }
}
