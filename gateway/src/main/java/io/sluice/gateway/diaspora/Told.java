package io.sluice.gateway.diaspora;

import io.sluice.gateway.http.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The forms of answers, with exactly the properties that clients know. */
final class Told {
    private static final String SUCCESS = "success";
    private static final String NO_OP = "no-op";

    private Told() {}

    record Plain(String status, String message) {}

    record User(String status, String message, String subject, String namespace) {}

    record Key(
            String status,
            String message,
            String accessKey,
            String secretKey,
            Instant createDate,
            String endpoint,
            boolean fresh) {}

    record OlderKey(String status, String username, String accessKey, String secretKey, String endpoint) {}

    record Namespaces(String status, String message, Map<String, List<String>> namespaces) {}

    record NamedTopics(String status, String message, List<String> topics) {}

    record TopicNames(String status, List<String> topics) {}

    record Configs(String status, Map<String, String> configs) {}

    record Changed(String status, Map<String, String> before, Map<String, String> after) {}

    record Users(String status, List<String> users) {}

    static Answer done(String message) {
        return Answer.ok(new Plain(SUCCESS, message));
    }

    /** It was so already. */
    static Answer nothing(String message) {
        return Answer.ok(new Plain(NO_OP, message));
    }

    static Answer user(Guest guest) {
        String message = "User " + guest.id() + " has namespace " + guest.namespace() + ".";
        return Answer.ok(new User(SUCCESS, message, guest.id(), guest.namespace()));
    }

    static Answer namespaces(Map<String, List<String>> namespaces) {
        return Answer.ok(new Namespaces(SUCCESS, "Found " + namespaces.size() + " namespace.", namespaces));
    }

    static Answer topics(String message, List<String> topics) {
        return Answer.ok(new NamedTopics(SUCCESS, message, topics));
    }

    static Answer topics(List<String> topics) {
        return Answer.ok(new TopicNames(SUCCESS, topics));
    }

    static Answer configs(Map<String, String> configs) {
        return Answer.ok(new Configs(SUCCESS, configs));
    }

    static Answer changed(Map<String, String> before, Map<String, String> after) {
        return Answer.ok(new Changed(SUCCESS, before, after));
    }

    static Answer users(List<String> users) {
        return Answer.ok(new Users(SUCCESS, users));
    }
}
