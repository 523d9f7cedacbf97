package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.Subjects.Subject;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.JsonBody;
import java.util.Locale;
import java.util.Optional;

/** A request that has been let in: its caller, who has named themselves rightly. */
record Guest(Call call, Subject subject) {

    Caller caller() {
        return call.caller();
    }

    String id() {
        return subject.id().toString();
    }

    String namespace() {
        return subject.namespace();
    }

    /** What the full names of the caller's own topics begin with. */
    String prefix() {
        return namespace() + ".";
    }

    /** The name of a topic as it is within the caller's namespace. */
    String local(String topic) {
        return topic.startsWith(prefix()) ? topic.substring(prefix().length()) : topic;
    }

    String topic() {
        return call.path("topic");
    }

    /** That of the path, which has to be the caller's own: what is in others' is not told. */
    String ownNamespace() {
        String named = call.path("namespace");
        if (!named.equals(namespace())) {
            throw Problem.NotFound.of("namespace", named).toException();
        }
        return named;
    }

    /** Of a header, or else of a field of the body. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(call.request().getHeader(name))
                .filter(text -> !text.isBlank())
                .or(() -> field(name));
    }

    String required(String name) {
        return parameter(name)
                .orElseThrow(() -> Problem.Invalid.at("/" + name, name + " is required, as a header or in the body")
                        .toException());
    }

    private Optional<String> field(String name) {
        if (call.body().length() == 0) {
            return Optional.empty();
        }
        JsonNode body = JsonBody.parse(call.body().getBytes());
        JsonNode value = body.path(body.has(name) ? name : name.toLowerCase(Locale.ROOT));
        return value.isValueNode() && !value.isNull()
                ? Optional.of(value.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }
}
