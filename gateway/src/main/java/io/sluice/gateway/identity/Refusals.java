package io.sluice.gateway.identity;

import io.sluice.contract.Identity.Verified;
import java.util.LinkedHashSet;
import java.util.Set;

/** Identities that do not stand any more and never will again; the newest {@value #MOST}. Belongs to one event loop. */
final class Refusals {
    private static final int MOST = 10_000;

    private final Set<Verified> refused = new LinkedHashSet<>();

    void note(Verified proven, boolean over) {
        if (over && refused.add(proven) && refused.size() > MOST) {
            refused.remove(refused.iterator().next());
        }
    }

    boolean has(Verified proven) {
        return refused.contains(proven);
    }
}
