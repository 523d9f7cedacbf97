package io.sluice.gateway.grants;

import io.sluice.contract.Grants.ThingRef;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Query;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What requests about rights say: things, holders, levels and lifetimes. What is at fault reads as something neutral and is reported. */
final class GrantFields {
    private static final long MAX_SECONDS = Duration.ofDays(3_650).toSeconds();
    private static final String KINDS = "organization, dataset, topic, stream, landing, alert or view";

    private GrantFields() {}

    static ThingRef on(Fields fields) {
        Fields on = fields.fields("on");
        if (on == null) {
            return new ThingRef(Kind.TOPIC, "");
        }
        Kind kind = on.optionalChoice("kind", Kind::of, KINDS);
        if (kind == null && !on.has("kind")) {
            on.required("kind");
        }
        String id = on.text("id");
        on.end();
        return new ThingRef(kind == null ? Kind.TOPIC : kind, id);
    }

    /** Of {@code kind} and {@code id}; null where neither is there. */
    static @Nullable ThingRef on(Query query) {
        String kind = query.text("kind");
        String id = query.text("id");
        if (kind == null && id == null) {
            return null;
        } else if (kind == null || id == null) {
            query.violations().add(kind == null ? "/kind" : "/id", "kind and id belong together");
            return null;
        }
        try {
            return new ThingRef(Kind.of(kind), id);
        } catch (IllegalArgumentException unknown) {
            query.violations().add("/kind", "expected " + KINDS);
            return null;
        }
    }

    static Grantee to(Fields fields) {
        Fields to = fields.fields("to");
        if (to == null) {
            return new Grantee(Grantee.Kind.USER, "");
        }
        List<Grantee> named = new ArrayList<>();
        for (Grantee.Kind kind : Grantee.Kind.values()) {
            String name = to.optionalText(kind.name().toLowerCase(Locale.ROOT));
            if (name != null) {
                named.add(new Grantee(kind, name));
            }
        }
        to.end();
        if (named.size() != 1) {
            fields.violations().add(fields.at("to"), "expected exactly one of user, group and organization");
            return new Grantee(Grantee.Kind.USER, "");
        }
        return named.get(0);
    }

    /** By its own name, or by what is said of topics: read, write, manage. */
    static Level level(Fields fields, boolean denials) {
        Level level = fields.optionalChoice(
                "level",
                text -> level(text, denials),
                denials ? "viewer, editor, owner or deny" : "viewer, editor or owner");
        if (level == null && !fields.has("level")) {
            fields.required("level");
        }
        return level == null ? Level.VIEWER : level;
    }

    private static Level level(String text, boolean denials) {
        return switch (text) {
            case "viewer", "read" -> Level.VIEWER;
            case "editor", "write" -> Level.EDITOR;
            case "owner", "manage" -> Level.OWNER;
            case "deny" -> {
                if (!denials) {
                    throw new IllegalArgumentException(text);
                }
                yield Level.DENY;
            }
            default -> throw new IllegalArgumentException(text);
        };
    }

    static @Nullable Duration lifetime(Fields fields) {
        Long seconds = fields.optionalWhole("expires_in", 1, MAX_SECONDS);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
