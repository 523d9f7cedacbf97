package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Actions.GroupPlace;
import io.sluice.contract.Actions.Outcome;
import io.sluice.contract.Actions.Status;
import io.sluice.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * What came of carrying an action out.
 *
 * @param group what a group commits with it
 */
record ActionOutcome(Outcome outcome, @Nullable GroupPlace group) {

    static ActionOutcome failed(String error) {
        return of(Status.FAILED, Json.MAPPER.createObjectNode().put("error", error), null, null);
    }

    /** It is not known yet, or could not be done now: it can be asked for again. */
    static ActionOutcome active(String notice) {
        return of(Status.ACTIVE, Json.MAPPER.createObjectNode().put("notice", notice), null, null);
    }

    static ActionOutcome of(Status status, ObjectNode details, @Nullable String sight, @Nullable GroupPlace group) {
        return new ActionOutcome(new Outcome(status, details.toString(), sight), group);
    }
}
