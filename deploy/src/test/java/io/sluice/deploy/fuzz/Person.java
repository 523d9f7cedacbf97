package io.sluice.deploy.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;

/**
 * Somebody who sends requests, from an address of their own.
 *
 * @param name as told in failures
 * @param key empty: nobody
 */
record Person(Wire wire, String name, String key, String address) {
    static final String PASSWORD = "a long password";

    static Person nobody(Wire wire, String address) {
        return new Person(wire, "nobody", "", address);
    }

    /** A new user, with a key; keys outlast whatever a sign-in meets. */
    static Person user(Person admin, String name, String role, String address) {
        admin.post("/users", "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}".formatted(name, PASSWORD, role))
                .expect(201);
        return signedIn(admin.wire, name, address);
    }

    static Person signedIn(Wire wire, String name, String address) {
        String token = nobody(wire, address)
                .post("/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD))
                .expect(200)
                .path("access_token")
                .asText();
        return new Person(wire, name, token, address).renewed();
    }

    /** With another key. */
    Person renewed() {
        String fresh = post("/keys", "{\"name\":\"fuzz-" + System.nanoTime() + "\"}")
                .expect(201)
                .path("key")
                .asText();
        return new Person(wire, name, fresh, address);
    }

    JsonNode get(String path) {
        return send("GET", path, "").expect(200);
    }

    Answer post(String path, String json) {
        return send("POST", path, json);
    }

    Answer send(String method, String path, String json) {
        return wire.send(
                HttpMethod.valueOf(method).name(),
                "/api/v1" + path,
                with(Map.of("Content-Type", "application/json")),
                Buffer.buffer(json));
    }

    Answer send(Shot shot) {
        return wire.send(shot.method(), shot.path(), with(shot.headers()), shot.body());
    }

    Map<String, String> with(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("X-Forwarded-For", address);
        if (!key.isEmpty()) {
            all.putIfAbsent("Authorization", "Bearer " + key);
        }
        return all;
    }
}
