package io.sluice.gateway.cleanup;

import io.sluice.contract.Caller;
import io.sluice.contract.Dataset;
import io.sluice.contract.Holdings;
import io.sluice.rights.Kind;
import io.sluice.rights.Right;
import io.sluice.rights.Thing;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may remove, to be listed; whoever removes it decides again. Of topics by themselves only the caller's own are known here: the
 * list does not say what grants name them by.
 */
record Theirs(Caller caller, Holdings held, Instant now) {

    boolean has(Kind kind, UUID id, String owner) {
        return manages(new Thing(kind, id.toString(), owner, false));
    }

    boolean has(Dataset dataset) {
        @Nullable String owner = held.owned().contains(dataset.organization()) ? caller.user() : null;
        Thing organization = new Thing(Kind.ORGANIZATION, dataset.organization(), owner, true);
        return manages(new Thing(Kind.DATASET, dataset.id().toString(), dataset.owner(), false, organization));
    }

    /** @param owner empty: nobody, so it is the administrators' */
    boolean hasTopicOf(String owner) {
        return manages(new Thing(Kind.TOPIC, "", owner, false));
    }

    private boolean manages(Thing thing) {
        return held.decide(caller, thing, now).may(Right.MANAGE);
    }
}
