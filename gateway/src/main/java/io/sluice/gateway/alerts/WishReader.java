package io.sluice.gateway.alerts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.Until;
import io.sluice.contract.Alerts.Webhook;
import io.sluice.contract.Alerts.Wish;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.FilterTexts;
import io.sluice.gateway.http.Violations;
import io.sluice.runtime.Vault;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a rule is to be, whole or as changes of one that there is. */
final class WishReader {
    private static final int MAX_GROUP_BY = 100;
    private static final int MAX_COUNT = 1_000_000;
    private static final int MIN_SECRET = 8;
    private static final String WARNING = "warning";
    private static final String OWN_TIME = "$timestamp";
    private static final Duration RESOLVE_AFTER = Duration.ofMinutes(5);

    private final Vault vault;

    WishReader(Vault vault) {
        this.vault = vault;
    }

    /** @param known whether there is a secret already */
    Wish read(Fields body, boolean known) {
        Violations violations = body.violations();
        String name = body.text("name");
        Fields source = body.fields("source");
        String topic = source == null ? null : source.optionalText("topic");
        String stream = source == null ? null : source.optionalText("stream");
        if (source != null) {
            source.end();
            if ((topic == null) == (stream == null)) {
                violations.add("/source", "expected either a topic or a stream");
            }
        }
        String where = body.text("where", "");
        FilterTexts.where(where, body.at("where"), violations);
        List<String> groups = body.texts("group_by", MAX_GROUP_BY);
        Threshold threshold = threshold(body.optionalFields("threshold"));
        Duration holdFor = duration(body, "for");
        Definition definition = new Definition(
                topic,
                stream,
                where,
                groups,
                threshold.count(),
                threshold.within(),
                holdFor == null ? Duration.ZERO : holdFor,
                duration(body, "every"),
                body.text("time", OWN_TIME),
                body.optionalChoice("resolve", WishReader::until, "quiet or no_match"),
                duration(body, "resolve_after"));
        String severity = body.text("severity", WARNING);
        String target = body.optionalText("topic");
        Webhook webhook = webhook(body.optionalFields("webhook"), known);
        return new Wish(name, definition, severity, target, webhook);
    }

    /** Changes of a rule, as the whole that it is to be. */
    static Fields over(Fields changes, Alerts.Alert alert) {
        ObjectNode base = body(alert);
        if (changes.has("source")) {
            base.remove(List.of("source", "resolve"));
        }
        return changes.over(base);
    }

    /** What somebody would have written to get the rule; what it has by default is left out. */
    private static ObjectNode body(Alerts.Alert alert) {
        Definition rule = alert.definition();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", alert.name()).put("severity", alert.severity()).put("time", rule.time());
        body.putObject("source")
                .put(rule.stream() == null ? "topic" : "stream", rule.stream() == null ? rule.topic() : rule.stream());
        body.put("where", rule.where());
        ArrayNode groups = body.putArray("group_by");
        rule.groupBy().forEach(groups::add);
        if (rule.within() != null) {
            body.putObject("threshold").put("count", rule.count()).put("within", DurationText.print(rule.within()));
        }
        body.put("for", DurationText.print(rule.holdFor()));
        body.put("every", DurationText.print(rule.every()));
        body.put("resolve", AlertView.lower(rule.until()));
        Duration usual = rule.within() == null ? RESOLVE_AFTER : rule.within();
        if (rule.until() == Until.NO_MATCH || !usual.equals(rule.resolveAfter())) {
            body.put("resolve_after", DurationText.print(rule.resolveAfter()));
        }
        body.put("topic", alert.chosen());
        if (alert.webhook() != null) {
            body.putObject("webhook").put("url", alert.webhook());
        }
        return body;
    }

    private record Threshold(int count, @Nullable Duration within) {}

    private static Threshold threshold(@Nullable Fields threshold) {
        if (threshold == null) {
            return new Threshold(1, null);
        }
        if (!threshold.has("count")) {
            threshold.required("count");
        }
        int count = threshold.whole("count", 1, 1, MAX_COUNT);
        if (!threshold.has("within")) {
            threshold.required("within");
        }
        Duration within = duration(threshold, "within");
        threshold.end();
        return new Threshold(count, within);
    }

    private @Nullable Webhook webhook(@Nullable Fields webhook, boolean known) {
        if (webhook == null) {
            return null;
        }
        String url = webhook.text("url");
        String secret = webhook.optionalText("secret");
        if (secret == null && !known) {
            webhook.required("secret");
        } else if (secret != null && secret.length() < MIN_SECRET) {
            webhook.violations().add(webhook.at("secret"), "expected at least " + MIN_SECRET + " characters");
        }
        webhook.end();
        Sealed sealed = secret == null ? null : vault.seal(new Secret(secret));
        return new Webhook(url, sealed);
    }

    static @Nullable Duration duration(Fields fields, String name) {
        String text = fields.optionalText(name);
        if (text == null) {
            return null;
        }
        return DurationText.parse(text).orElseGet(() -> {
            fields.violations().add(fields.at(name), "expected a duration such as 30s, 10m or 1h30m");
            return null;
        });
    }

    private static Until until(String text) {
        return switch (text) {
            case "quiet" -> Until.QUIET;
            case "no_match" -> Until.NO_MATCH;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
