package io.sluice.runtime.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What a configuration record demands of its components, for its compact constructor: all broken rules are told together.
 *
 * <pre>{@code
 * public record Http(String host, int port) {
 *     public Http {
 *         new Rules().require(port >= 0 && port <= 65535, "port", "expected 0 to 65535").check();
 *     }
 * }
 * }</pre>
 */
public final class Rules {
    private static final int MAX_PORT = 65_535;

    private final List<Broken> broken = new ArrayList<>();

    /** @param component name of the record component in snake_case; {@code expectation} starts with "expected" */
    public Rules require(boolean holds, String component, String expectation) {
        if (!holds) {
            broken.add(new Broken(component, expectation));
        }
        return this;
    }

    public Rules port(String component, int port) {
        return require(port >= 0 && port <= MAX_PORT, component, "expected a port from 0 (any free one) to 65535");
    }

    /** Both bounds belong to the range. */
    public Rules between(String component, long value, long least, long most) {
        return require(value >= least && value <= most, component, "expected " + least + " to " + most);
    }

    /** @throws IllegalArgumentException one that the loader turns into a sentence for each broken rule */
    public void check() {
        if (!broken.isEmpty()) {
            throw new BrokenRules(broken);
        }
    }

    record Broken(String component, String expectation) {}

    static final class BrokenRules extends IllegalArgumentException {
        private final transient List<Broken> broken;

        BrokenRules(List<Broken> broken) {
            super(broken.toString());
            this.broken = List.copyOf(broken);
        }

        List<Broken> broken() {
            return broken;
        }
    }
}
