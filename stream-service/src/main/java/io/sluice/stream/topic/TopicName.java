package io.sluice.stream.topic;

import io.sluice.contract.Audit;
import io.sluice.contract.Problem;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kafka's rule for names, and which topics are nobody's business. */
public final class TopicName {
    public static final String RULE =
            "a topic name has 1 to 249 letters, digits, dots, underscores and dashes, is not \".\" or \"..\","
                    + " and does not start with \"__\"";
    /** Application ids of streams, and so the internal topics and groups that Kafka Streams makes, start like this. */
    public static final String INTERNAL_PREFIX = "sluice-";

    static final String DEAD_LETTERS = "-dead-letters";
    static final String LANDING_PREFIX = INTERNAL_PREFIX + "landing-";
    private static final Pattern OF_LANDING =
            Pattern.compile(LANDING_PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" + DEAD_LETTERS);
    /** Every user has a namespace of topics; see {@code Subjects}. */
    private static final Pattern IN_NAMESPACE = Pattern.compile("(ns-[0-9a-f]{12})\\..*");

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern STREAMS_INTERNAL = Pattern.compile(
            INTERNAL_PREFIX + "([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|shared-[A-Za-z0-9_-]{22})-.+");

    private TopicName() {}

    /** What is wrong with the name, if anything; the names of internal topics are not for users either. */
    public static Optional<Problem> fault(String name, String pointer) {
        boolean legal = LEGAL.matcher(name).matches() && !name.equals(".") && !name.equals("..");
        return legal && !isInternal(name) ? Optional.empty() : Optional.of(Problem.Invalid.at(pointer, RULE));
    }

    /** The namespace that the name is in, if it is in any user's. */
    static Optional<String> namespace(String name) {
        Matcher parts = IN_NAMESPACE.matcher(name);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /** The topic for records that could not land. */
    public static String deadLetters(UUID landing) {
        return LANDING_PREFIX + landing + DEAD_LETTERS;
    }

    /** Whether a landing made it, and only its end deletes it. */
    public static boolean isOfLanding(String name) {
        return OF_LANDING.matcher(name).matches();
    }

    /** The audit's topic is the platform's: administrators read it by its name, and it is not among what users have made. */
    static boolean isListed(String name) {
        return !isInternal(name) && !name.equals(Audit.TOPIC);
    }

    public static boolean isInternal(String name) {
        return name.startsWith("__") || STREAMS_INTERNAL.matcher(name).matches();
    }
}
