package io.sluice.catalog.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;

/**
 * What a key gives to whoever comes with it.
 *
 * @param role what it may be now, at most what its user is
 * @param scope the most that it may do with a thing
 */
record Reach(Role role, Role scope) {

    /**
     * Who may do less must not come by the key's secret.
     *
     * @throws io.sluice.contract.ProblemException {@link Problem.Forbidden} if the caller may do less
     */
    void requireWithin(Caller caller) {
        if (!caller.role().includes(role) || !caller.scope().includes(scope)) {
            throw new Problem.Forbidden("The key may do more than what this request came with.").toException();
        }
    }
}
