package io.sluice.filter;

import java.util.List;
import java.util.function.Function;

/** What parsing gives: the thing, or the reasons why there is none. */
public sealed interface Parsed<T> permits Parsed.Ok, Parsed.Failed {

    /** A text that is right. */
    record Ok<T>(T value) implements Parsed<T> {}

    /** A text that is refused; at least one violation, in the order of their positions. */
    record Failed<T>(List<Violation> violations) implements Parsed<T> {
        public Failed {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
        }
    }

    /** The value, or what {@code otherwise} makes of the violations. */
    default T orElse(Function<List<Violation>, T> otherwise) {
        return this instanceof Ok<T> ok ? ok.value() : otherwise.apply(violations());
    }

    /** The violations; empty when the text is right. */
    default List<Violation> violations() {
        return this instanceof Failed<T> failed ? failed.violations() : List.of();
    }

    /** The value, for texts known to be right; anything else is a bug of the caller. */
    default T orElseThrow() {
        return orElse(violations -> {
            throw new IllegalStateException("refused: " + violations);
        });
    }
}
