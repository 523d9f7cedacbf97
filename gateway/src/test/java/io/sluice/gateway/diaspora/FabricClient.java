package io.sluice.gateway.diaspora;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import java.net.http.HttpRequest;
import java.util.UUID;

/** Somebody with a role, as a client of the fabric's web service. */
record FabricClient(Gateway gateway, String role) {

    String subject() {
        return UUID.nameUUIDFromBytes((role + "-user").getBytes(UTF_8)).toString();
    }

    String namespace() {
        return "ns-" + subject().substring(24);
    }

    Reply send(String method, String path, String body) {
        return sendAs(subject(), method, path, body);
    }

    Reply sendAs(String subject, String method, String path, String body) {
        return gateway.send(
                role,
                Gateway.request("/diaspora" + path)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Subject", subject)
                        .header("Content-Type", "application/vnd.kafka.v2+json"));
    }
}
