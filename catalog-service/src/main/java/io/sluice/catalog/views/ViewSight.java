package io.sluice.catalog.views;

import io.sluice.contract.Caller;
import io.sluice.contract.Holdings;
import io.sluice.rights.Grant;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import java.util.UUID;

/**
 * Which views somebody sees: what {@link io.sluice.rights.Rights} decides of one of them, said of all at once for a statement.
 *
 * @param all an administrator sees everything
 * @param granted private ones of others
 * @param denied of others
 */
@SuppressWarnings("ArrayRecordComponent") // the parameters of a statement
record ViewSight(boolean all, String user, UUID[] granted, UUID[] denied) {

    static ViewSight of(Caller caller, Holdings holdings) {
        return new ViewSight(caller.isAdmin(), caller.user(), ids(holdings, false), ids(holdings, true));
    }

    private static UUID[] ids(Holdings holdings, boolean denials) {
        return holdings.grants().stream()
                .filter(grant -> grant.on().kind() == Kind.VIEW && isDenial(grant) == denials)
                .map(grant -> UUID.fromString(grant.on().id()))
                .toArray(UUID[]::new);
    }

    private static boolean isDenial(Grant grant) {
        return grant.level() == Level.DENY;
    }
}
