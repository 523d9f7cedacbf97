package io.sluice.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** A regular expression (RE2) for whole names: it matches in linear time, and is bounded in size before it is compiled. */
public final class NamePattern {
    private final Pattern pattern;

    private NamePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Why a text cannot be one, if it cannot. */
    public static Optional<String> fault(String regex) {
        return RegexSize.fault(regex).or(() -> {
            try {
                Pattern.compile(regex);
                return Optional.empty();
            } catch (PatternSyntaxException malformed) {
                return Optional.of("expected a regular expression (RE2), found a fault: " + malformed.getDescription());
            }
        });
    }

    /** @throws IllegalArgumentException if there is a {@link #fault} */
    public static NamePattern of(String regex) {
        fault(regex).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return new NamePattern(Pattern.compile(regex));
    }

    /** Whether the whole name matches, not only a part of it. */
    public boolean fits(String name) {
        return pattern.matches(name);
    }
}
