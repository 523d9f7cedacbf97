package io.sluice.stream.landing.table;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names in statements: always quoted, so they say what they say and nothing else. */
public final class Identifier {
    /** Bytes that Postgres keeps of a name. */
    private static final int MAX_BYTES = 63;

    private Identifier() {}

    /** What is wrong with a name, if anything. */
    public static Optional<String> fault(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (name.isBlank() || bytes > MAX_BYTES) {
            return Optional.of("a name has 1 to " + MAX_BYTES + " bytes of UTF-8");
        }
        boolean control = name.chars().anyMatch(Character::isISOControl);
        return control ? Optional.of("a name has no control characters") : Optional.empty();
    }

    public static String quote(String name) {
        if (fault(name).isPresent()) {
            throw new IllegalArgumentException("not a name");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String list(Collection<String> names) {
        return names.stream().map(Identifier::quote).collect(Collectors.joining(", "));
    }
}
