package io.sluice.gateway.ndp;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.gateway.http.Fields;
import io.sluice.runtime.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The resources that clients attach to a dataset: all those of a general one, and what they add to one that has a source, whose own
 * resource comes first and is not among these. They are kept in the extra {@link NdpDataset#RESOURCES}.
 */
final class Attached {
    private static final int MAX = 1_000;
    private static final List<String> CHANGEABLE = List.of("name", "url", "description", "format");
    private static final Draft.Words NOTHING = new Draft.Words(null, null, null, null, null, null, null);
    private static final TypeReference<List<Map<String, Object>>> LIST = new TypeReference<>() {};

    private Attached() {}

    static List<Map<String, Object>> of(Dataset known) {
        return known.extras().get(NdpDataset.RESOURCES) instanceof List<?> resources
                ? Json.MAPPER.convertValue(resources, LIST)
                : List.of();
    }

    static boolean has(Dataset known, String id) {
        return of(known).stream().anyMatch(each -> id.equals(each.get("id")));
    }

    /** Whether the dataset is nothing but what is attached to it. */
    static boolean isAll(Dataset known) {
        return known.source() instanceof Source.Service service && service.url() == null;
    }

    /** Those of a request, each with an id of its own, by which it is found; null when it does not say. */
    static @Nullable List<Map<String, Object>> read(Fields body) {
        if (!body.has(NdpDataset.RESOURCES)) {
            return null;
        }
        body.list(NdpDataset.RESOURCES, MAX).forEach(resource -> {
            resource.text("url");
            resource.text("name");
        });
        return body.violations().isEmpty()
                ? Json.MAPPER.convertValue(body.any(NdpDataset.RESOURCES), LIST).stream()
                        .map(Attached::named)
                        .toList()
                : List.of();
    }

    private static Map<String, Object> named(Map<String, Object> resource) {
        Map<String, Object> named = new LinkedHashMap<>(resource);
        named.put("id", UUID.randomUUID().toString());
        return named;
    }

    /** Those that are given in place of those that have the same address or name, the others as they were. */
    static List<Map<String, Object>> merged(Dataset known, List<Map<String, Object>> given) {
        List<Map<String, Object>> all = new ArrayList<>(of(known));
        for (Map<String, Object> resource : given) {
            int same = -1;
            for (int i = 0; i < all.size() && same < 0; i++) {
                same = isSame(all.get(i), resource) ? i : -1;
            }
            if (same < 0) {
                all.add(resource);
            } else {
                Map<String, Object> one = new LinkedHashMap<>(all.get(same));
                one.putAll(resource);
                one.put("id", all.get(same).get("id"));
                all.set(same, one);
            }
        }
        return all;
    }

    /** Without that of the dataset's source, which clients send back as they got it. */
    static List<Map<String, Object>> withoutOwn(Dataset known, List<Map<String, Object>> given) {
        String url = Sources.url(known.source());
        return url == null
                ? given
                : given.stream().filter(each -> !url.equals(each.get("url"))).toList();
    }

    private static boolean isSame(Map<String, Object> one, Map<String, Object> other) {
        return Objects.equals(one.get("url"), other.get("url")) || Objects.equals(one.get("name"), other.get("name"));
    }

    /** A dataset without one of its resources; empty if it has no such resource. */
    static Optional<Draft> without(Dataset known, String resource) {
        if (isOwn(known, resource)) {
            throw new Problem.Invalid(
                            "Invalid input: this resource is the source of the dataset and is deleted with it.",
                            List.of())
                    .toException();
        }
        return changed(known, resource, found -> Map.of());
    }

    /** A dataset with other properties of one of its resources. */
    static Optional<Draft> with(Dataset known, String resource, Fields body) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (String name : CHANGEABLE) {
            String text = body.optionalText(name);
            if (text != null) {
                given.put(name, text);
            }
        }
        Faults.check(body.violations());
        if (isOwn(known, resource)) {
            return Optional.of(ownWith(known, given));
        }
        return changed(known, resource, found -> {
            Map<String, Object> changed = new LinkedHashMap<>(found);
            changed.putAll(given);
            return changed;
        });
    }

    private static boolean isOwn(Dataset known, String resource) {
        return !isAll(known) && resource.equals(known.id().toString());
    }

    /** Everything but its address is made from the dataset. */
    private static Draft ownWith(Dataset known, Map<String, Object> given) {
        Object url = given.remove("url");
        Source source =
                url == null ? null : Sources.at(known.source(), url.toString()).orElse(null);
        if (source == null || !given.isEmpty()) {
            throw new Problem.Invalid(
                            "Invalid input: this resource is the source of the dataset; only an address can be changed.",
                            List.of())
                    .toException();
        }
        return new Draft(NOTHING, null, source, null, null, null);
    }

    /** @param change an empty result takes the resource away */
    private static Optional<Draft> changed(Dataset known, String resource, UnaryOperator<Map<String, Object>> change) {
        List<Map<String, Object>> before = of(known);
        Predicate<Map<String, Object>> isIt =
                each -> resource.equals(each.get("id")) || resource.equals(each.get("name"));
        if (before.stream().noneMatch(isIt)) {
            return Optional.empty();
        }
        List<Map<String, Object>> after = before.stream()
                .map(each -> isIt.test(each) ? change.apply(each) : each)
                .filter(each -> !each.isEmpty())
                .toList();
        Map<String, Object> extras = new LinkedHashMap<>(known.extras());
        extras.put(NdpDataset.RESOURCES, after);
        return Optional.of(new Draft(NOTHING, extras, null, null, null, null));
    }
}
