package io.sluice.stream.landing;

import io.sluice.contract.Problem;
import io.sluice.stream.topic.TopicName;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names that landings may have. */
final class LandingName {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private LandingName() {}

    static Optional<Problem> fault(String name) {
        return TopicName.fault(name, "/name").isPresent()
                ? Optional.of(
                        Problem.Invalid.at("/name", "expected 1 to 249 letters, digits, dots, underscores and dashes"))
                : likeAnId(name);
    }

    /** A landing is found by its id or its name, so a name must not be what another one's id may be. */
    static Optional<Problem> likeAnId(String name) {
        return ID.matcher(name).matches()
                ? Optional.of(
                        Problem.Invalid.at("/name", "a landing's name has not the form of a UUID, which its id has"))
                : Optional.empty();
    }
}
