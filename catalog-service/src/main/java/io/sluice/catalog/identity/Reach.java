package io.sluice.catalog.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Role;

/**
 * What a key gives to whoever comes with it.
 *
 * @param role what it may be now, at most what its user is
 * @param scope the most that it may do with a thing
 */
record Reach(Role role, Role scope) {

    /** Who may do less must not come by the key's secret. */
    boolean isWithin(Caller caller) {
        return caller.role().includes(role) && caller.scope().includes(scope);
    }
}
