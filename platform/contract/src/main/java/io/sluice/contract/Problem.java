package io.sluice.contract;

import java.time.Duration;
import java.util.List;

/**
 * An error as a value: everything that can be the caller's business. Status numbers, close codes and frames are derived from
 * the kind in one place (the gateway); anything that is not one of these is a bug and becomes {@link Internal}.
 */
public sealed interface Problem {

    /** Stable machine-readable name of the kind, as it appears in {@code problem+json}. */
    String code();

    /** One sentence for the person who asked. Never the message of a foreign exception. */
    String detail();

    /** @return an exception without stack trace that carries this problem through a {@code Future} */
    default ProblemException toException() {
        return new ProblemException(this);
    }

    record Invalid(String detail, List<Violation> violations) implements Problem {
        public Invalid {
            violations = List.copyOf(violations);
        }

        public static Invalid at(String pointer, String reason) {
            return new Invalid("The request is not valid: " + reason, List.of(new Violation(pointer, reason)));
        }

        public static Invalid of(List<Violation> violations) {
            return new Invalid("The request is not valid: " + violations.get(0).reason(), violations);
        }

        @Override
        public String code() {
            return "invalid";
        }
    }

    /** Deliberately says nothing about why. */
    record Unauthenticated() implements Problem {
        @Override
        public String code() {
            return "unauthenticated";
        }

        @Override
        public String detail() {
            return "A valid identity is required.";
        }
    }

    record Forbidden(String detail) implements Problem {
        @Override
        public String code() {
            return "forbidden";
        }
    }

    /** Also the answer for what the caller may not see. */
    record NotFound(String detail) implements Problem {
        public static NotFound of(String kind, String name) {
            return new NotFound("There is no " + kind + " \"" + name + "\".");
        }

        @Override
        public String code() {
            return "not_found";
        }
    }

    record Conflict(String detail) implements Problem {
        public static Conflict taken(String kind, String name) {
            return new Conflict("The " + kind + " name \"" + name + "\" is taken.");
        }

        @Override
        public String code() {
            return "conflict";
        }
    }

    record TooLarge(String detail) implements Problem {
        @Override
        public String code() {
            return "too_large";
        }
    }

    /** @param retryAfter when it is worth trying again; whole seconds are told to the caller */
    record TooMany(String detail, Duration retryAfter) implements Problem {
        @Override
        public String code() {
            return "too_many";
        }
    }

    record Unavailable(String detail) implements Problem {
        @Override
        public String code() {
            return "unavailable";
        }
    }

    /** @param id finds the one log line that has the stack trace */
    record Internal(String id) implements Problem {
        @Override
        public String code() {
            return "internal";
        }

        @Override
        public String detail() {
            return "Something went wrong on our side (" + id + ").";
        }
    }
}
