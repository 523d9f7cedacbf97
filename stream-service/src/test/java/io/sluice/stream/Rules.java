package io.sluice.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Alerts.CreateAlert;
import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.Event;
import io.sluice.contract.Alerts.FindAlert;
import io.sluice.contract.Alerts.ListEvents;
import io.sluice.contract.Alerts.Webhook;
import io.sluice.contract.Alerts.Wish;
import io.sluice.contract.Caller;
import io.sluice.runtime.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes alert rules and looks at what has become of them. Its methods block. */
final class Rules {
    private final Node node;

    Rules(Node node) {
        this.node = node;
    }

    static String name() {
        return "rule-" + UUID.randomUUID();
    }

    /** Records of a topic with {@code "bad": true}; one is enough, and it is over when none has come for five minutes. */
    static Definition bad(String topic) {
        return new Definition(topic, null, "bad", List.of(), 1, null, Duration.ZERO, null, "$timestamp", null, null);
    }

    static Definition grouped(String topic) {
        return new Definition(topic, null, "bad", List.of("s"), 1, null, Duration.ZERO, null, "$timestamp", null, null);
    }

    static Definition ofStream(String stream, String where, List<String> groupBy) {
        return new Definition(null, stream, where, groupBy, 1, null, Duration.ZERO, null, "$timestamp", null, null);
    }

    static Definition reminding(String topic, Duration every) {
        return new Definition(
                topic, null, "bad", List.of("s"), 1, null, Duration.ZERO, every, "$timestamp", null, null);
    }

    static Definition threshold(String topic, int count, Duration within) {
        return new Definition(
                topic, null, "bad", List.of(), count, within, Duration.ZERO, null, "$timestamp", null, null);
    }

    static Wish wish(Definition definition) {
        return new Wish(name(), definition, "warning", null, null);
    }

    Alert make(Definition definition) {
        return make(Node.ADA, wish(definition));
    }

    Alert make(Definition definition, Webhook webhook) {
        return make(Node.ADA, new Wish(name(), definition, "critical", null, webhook));
    }

    Alert make(Caller caller, Wish wish) {
        return node.ask(Alerts.CREATE, new CreateAlert(caller, wish));
    }

    Alert find(Alert alert) {
        return node.ask(Alerts.FIND, new FindAlert(Node.ROOT, alert.id().toString()));
    }

    /** Newest first. */
    List<Event> events(Alert alert) {
        return node.ask(Alerts.EVENTS, new ListEvents(Node.ROOT, alert.id().toString(), null, 200, null))
                .items();
    }

    Event only(Alert alert) {
        List<Event> events = events(alert);
        if (events.size() != 1) {
            throw new AssertionError("expected one event, found " + events);
        }
        return events.get(0);
    }

    void bad(String topic, String station) {
        node.kafka.produce(topic, 0, null, "{\"bad\":true,\"s\":\"" + station + "\"}");
    }

    /** @param timestamp epoch milliseconds */
    void at(String topic, int partition, long timestamp, String value) {
        node.kafka.produce(new ProducerRecord<>(topic, partition, timestamp, null, value.getBytes(UTF_8)));
    }

    /** What readers of committed records find of a rule on its topic, in order. */
    List<JsonNode> published(Alert alert) {
        return node.kafka.readAll(alert.topic()).stream()
                .map(record -> {
                    JsonNode json = json(new String(record.value(), UTF_8));
                    if (!json.path("event_id").asText().equals(new String(record.key(), UTF_8))) {
                        throw new AssertionError("the key is not the event");
                    }
                    return json;
                })
                .filter(json -> json.path("alert").asText().equals(alert.id().toString()))
                .toList();
    }

    List<String> notices(Alert alert) {
        return published(alert).stream()
                .map(json -> json.path("notice").asText() + " "
                        + json.path("group").path("s").asText())
                .toList();
    }

    /** How often each notice of a rule is on its topic. */
    Map<String, Long> counted(Alert alert) {
        return notices(alert).stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }

    static JsonNode json(@Nullable String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(text, broken);
        }
    }
}
