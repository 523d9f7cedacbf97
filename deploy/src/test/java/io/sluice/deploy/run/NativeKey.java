package io.sluice.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A key as a credential of Kafka, as its maker is told it. */
record NativeKey(Api api, JsonNode told) {

    /** Made just now, and known to Kafka. */
    static NativeKey of(Api api, String name) {
        return make(api, "{\"name\":\"%s\"}".formatted(name));
    }

    static NativeKey viewing(Api api, String name) {
        return make(api, "{\"name\":\"%s\",\"scopes\":[\"viewer\"]}".formatted(name));
    }

    private static NativeKey make(Api api, String json) {
        return told(api, api.post("/keys", json).expect(201));
    }

    /** Told just now, and known to Kafka. */
    static NativeKey told(Api api, JsonNode told) {
        NativeKey made = new NativeKey(api, told);
        WaitFor.truth("the key is ready", made::isReady);
        return made;
    }

    private boolean isReady() {
        JsonNode items = api.get("/keys").expect(200).path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(key -> key.path("name").equals(told.path("name")))
                .anyMatch(key -> key.at("/kafka/ready").asBoolean());
    }

    /** A name that begins as the user's groups and transactional ids must. */
    String own(String name) {
        return told.at("/kafka/group_prefix").asText() + name;
    }

    Map<String, Object> client(Map<String, Object> settings) {
        return client(told.at("/kafka/password").asText(), settings);
    }

    Map<String, Object> client(String password, Map<String, Object> settings) {
        JsonNode kafka = told.path("kafka");
        Map<String, Object> client = new HashMap<>(settings);
        client.put("bootstrap.servers", kafka.path("bootstrap").asText());
        client.put("security.protocol", kafka.path("security_protocol").asText());
        client.put("sasl.mechanism", kafka.path("mechanism").asText());
        client.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(kafka.path("username").asText(), password));
        return client;
    }
}
