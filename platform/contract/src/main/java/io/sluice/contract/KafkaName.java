package io.sluice.contract;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a key is called in Kafka: {@code <user>.<id of the key>}, with {@code ~} for each dot of the user's name, which has none itself.
 * So what begins with {@code <user>.} is that user's, and nobody else's name can begin so.
 */
public final class KafkaName {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9~_-]+)\\.([0-9a-f]{16})");

    private KafkaName() {}

    public static String of(String user, String keyId) {
        return prefix(user) + keyId;
    }

    /** What the names of the user's groups and transactional ids begin with. */
    public static String prefix(String user) {
        return account(user) + ".";
    }

    /** Whose all the user's keys are, as one word: what quotas are kept by. */
    public static String account(String user) {
        return user.replace('.', '~');
    }

    /** The id of the key with this name. */
    public static Optional<String> keyId(String username) {
        Matcher form = FORM.matcher(username);
        return form.matches() ? Optional.of(form.group(2)) : Optional.empty();
    }
}
