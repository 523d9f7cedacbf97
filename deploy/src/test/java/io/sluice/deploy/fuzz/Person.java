package io.sluice.deploy.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody who sends requests, from an address of their own.
 *
 * @param name as told in failures
 * @param key empty: nobody
 * @param subject their id, which every request below {@code /diaspora} says; empty: nobody
 */
record Person(Wire wire, String name, String key, String subject, String address) {
    static final String PASSWORD = "a long password";
    static final String SUBJECT = "Subject";
    private static final String FABRIC = "/diaspora";
    private static final int NAMESPACE_DIGITS = 12;

    static Person nobody(Wire wire, String address) {
        return new Person(wire, "nobody", "", "", address);
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
        String subject =
                new Person(wire, name, token, "", address).get("/me").path("id").asText();
        return new Person(wire, name, token, subject, address).renewed();
    }

    /** With another key. */
    Person renewed() {
        String fresh = post("/keys", "{\"name\":\"fuzz-" + System.nanoTime() + "\"}")
                .expect(201)
                .path("key")
                .asText();
        return new Person(wire, name, fresh, subject, address);
    }

    /** That of their topics in the fabric. */
    String namespace() {
        String digits = subject.replace("-", "");
        return "ns-" + digits.substring(digits.length() - NAMESPACE_DIGITS);
    }

    /** Ids by kind: these, and what this person has from the beginning. */
    Map<String, List<String>> owning(Map<String, List<String>> things) {
        Map<String, List<String>> all = new HashMap<>(things);
        all.put("user-id", List.of(subject));
        all.put("namespace", List.of(namespace()));
        return all;
    }

    JsonNode get(String path) {
        return send("GET", path, "").expect(200);
    }

    Answer post(String path, String json) {
        return send("POST", path, json);
    }

    /** @param path below that of the platform's own API, or one of the fabric's */
    Answer send(String method, String path, String json) {
        return wire.send(
                HttpMethod.valueOf(method).name(),
                path.startsWith(FABRIC) ? path : "/api/v1" + path,
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
        all.putIfAbsent(SUBJECT, subject);
        all.remove(SUBJECT, "");
        return all;
    }
}
