package io.sluice.gateway.diaspora;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.Subjects.Subject;
import io.sluice.gateway.http.Call;

/** A request that has been let in: its caller, who has named themselves rightly. */
record Guest(Call call, Subject subject) {

    Caller caller() {
        return call.caller();
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

    /** That of the path, which has to be the caller's own: what is in others' is not told. */
    String ownNamespace() {
        String named = call.path("namespace");
        if (!named.equals(namespace())) {
            throw Problem.NotFound.of("namespace", named).toException();
        }
        return named;
    }
}
