package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame that a client sent: a JSON object with {@code type}, and with {@code id} where it is about one subscription.
 *
 * @param id empty where the frame is about the connection
 * @param fields all others, texts or numbers
 */
record ClientFrame(Type type, String id, JsonObject fields) {
    private static final int MAX_ID = 64;

    @SuppressWarnings("ImmutableEnumChecker") // the sets are immutable
    enum Type {
        SUBSCRIBE("subscribe", LiveRequest.FIELDS),
        UPDATE("update", Set.of("where", "select")),
        PAUSE("pause", Set.of()),
        RESUME("resume", Set.of()),
        UNSUBSCRIBE("unsubscribe", Set.of()),
        RENEW("renew", Set.of("token"));

        private final String text;
        private final Set<String> fields;

        Type(String text, Set<String> fields) {
            this.text = text;
            this.fields = fields;
        }

        /** Whether it is about one subscription. */
        private boolean hasId() {
            return this != RENEW;
        }

        static @Nullable Type of(@Nullable Object text) {
            for (Type type : values()) {
                if (type.text.equals(text)) {
                    return type;
                }
            }
            return null;
        }
    }

    /** @throws io.sluice.contract.ProblemException {@link Problem.Invalid} */
    static JsonObject object(String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException | ClassCastException notAnObject) {
            throw Problem.Invalid.at("", "expected a JSON object").toException();
        }
    }

    /** The id that an answer can carry, if there is one. */
    static @Nullable String id(JsonObject json) {
        return json.getValue("id") instanceof String id && isId(id) ? id : null;
    }

    private static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= MAX_ID;
    }

    /** @throws io.sluice.contract.ProblemException {@link Problem.Invalid} */
    static ClientFrame read(JsonObject json) {
        List<Violation> violations = new ArrayList<>();
        @Nullable Type type = Type.of(json.getValue("type"));
        @Nullable String id = type == null || type.hasId() ? id(json) : "";
        if (type == null) {
            violations.add(new Violation("/type", "expected subscribe, update, pause, resume, unsubscribe or renew"));
        }
        if (id == null) {
            violations.add(new Violation("/id", "expected a text of 1 to " + MAX_ID + " characters"));
        }
        JsonObject fields = json.copy();
        fields.remove("type");
        if (type == null || type.hasId()) {
            fields.remove("id");
        }
        if (type != null) {
            check(fields, type.fields, violations);
        }
        if (!violations.isEmpty() || type == null || id == null) {
            throw Problem.Invalid.of(violations).toException();
        }
        return new ClientFrame(type, id, fields);
    }

    private static void check(JsonObject fields, Set<String> allowed, List<Violation> violations) {
        for (String name : new HashSet<>(fields.fieldNames())) {
            Object value = fields.getValue(name);
            if (!allowed.contains(name)) {
                violations.add(new Violation("/" + name, "this frame has no such field"));
            } else if (value == null) {
                fields.remove(name);
            } else if (!(value instanceof String) && !(value instanceof Number)) {
                violations.add(new Violation("/" + name, "expected a text"));
            }
        }
    }

    @Nullable String field(String name) {
        Object value = fields.getValue(name);
        return value == null ? null : value.toString();
    }
}
