package io.sluice.deploy.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Ids and names for what a parameter or a field is called: the caller's own, another tenant's, or nobody's. */
final class Ids {
    /** Whose things a request names. */
    enum Origin {
        OWN,
        FOREIGN,
        ABSENT
    }

    /** A consumer and its group have one name, so a request that names both means the same one. */
    private static final String ONE = "consumer";

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("topics", "topic"),
            Map.entry("copy", "topic"),
            Map.entry("kafka_topic", "topic"),
            Map.entry("streams", "stream"),
            Map.entry("datasets", "dataset"),
            Map.entry("org", "organization"),
            Map.entry("owner_org", "organization"),
            Map.entry("keywords", "dataset"),
            Map.entry("terms", "dataset"),
            Map.entry("resource_id", "dataset"),
            Map.entry("resource", "dataset"),
            Map.entry("owner", "user"),
            Map.entry("username", "user"),
            Map.entry("members", "user"));

    private final Random random;
    private final Map<String, List<String>> own;
    private final Map<String, List<String>> foreign;
    private final int same;

    Ids(Random random, Map<String, List<String>> own, Map<String, List<String>> foreign) {
        this.random = random;
        this.own = own;
        this.foreign = foreign;
        this.same = random.nextInt(Integer.MAX_VALUE);
    }

    /** @return empty where the name is not that of a kind of things */
    Optional<String> named(String name, Origin origin) {
        String kind = KINDS.getOrDefault(name, name);
        if (kind.equals("id")) {
            return Optional.of(ofAny(origin));
        }
        return known(kind) ? Optional.of(of(kind, origin)) : Optional.empty();
    }

    private boolean known(String kind) {
        return own.containsKey(kind) || foreign.containsKey(kind);
    }

    private String of(String kind, Origin origin) {
        List<String> some =
                switch (origin) {
                    case OWN -> own.getOrDefault(kind, List.of());
                    case FOREIGN -> foreign.getOrDefault(kind, List.of());
                    case ABSENT -> List.of();
                };
        if (some.isEmpty()) {
            return absent();
        }
        return some.get(kind.equals(ONE) ? same % some.size() : random.nextInt(some.size()));
    }

    private String ofAny(Origin origin) {
        List<String> kinds = foreign.keySet().stream().sorted().toList();
        return of(kinds.get(random.nextInt(kinds.size())), origin);
    }

    /** Some ids are UUIDs, and some are names. */
    private String absent() {
        return random.nextBoolean()
                ? new UUID(random.nextLong(), random.nextLong()).toString()
                : "absent-" + random.nextInt(1_000_000);
    }
}
