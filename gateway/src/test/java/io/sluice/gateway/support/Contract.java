package io.sluice.gateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.OpenApi;
import java.util.List;

/** The OpenAPI document, held against every response of the suite. */
public final class Contract {
    private static final Contract SHARED = new Contract();

    private final OpenApi document = OpenApi.of("/openapi.yaml");

    private Contract() {}

    public static Contract shared() {
        return SHARED;
    }

    public JsonNode document() {
        return document.document();
    }

    /** Status, content type and body are what the document says; what is not in it can only be a problem. */
    public void check(String method, String path, Reply reply) {
        OpenApi.Answer answer =
                new OpenApi.Answer(reply.status(), reply.header("content-type").orElse(""), reply.text());
        List<String> faults = document.operation(method, path)
                .map(operation -> document.faults(operation, method, answer))
                .orElseGet(() -> document.faultsOutside(answer));
        assertThat(faults)
                .as("%s %s answers %s: %s", method, path, reply.status(), reply.text())
                .isEmpty();
    }
}
