package io.sluice.stream.landing;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Sealed;
import io.sluice.runtime.Database;
import io.sluice.runtime.Vault;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.landing.database.DatabaseAddress;
import io.sluice.stream.landing.database.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The databases of landings on this node: the platform's own once for all, each foreign one for its landing. Belongs to one event loop. */
final class Targets {
    private final Vault vault;
    private final AddressRules rules;
    private final Target own;
    private final Map<UUID, Opened> foreign = new HashMap<>();

    /** @param rules for the hosts of foreign databases */
    Targets(Database database, Vault vault, AddressRules rules) {
        this.vault = vault;
        this.rules = rules;
        this.own = new Target(DatabaseAddress.of(database), rules);
    }

    private record Opened(Sealed uri, Target target) {}

    /** @throws ProblemException {@link Problem.Invalid} at {@code /database} if it is no address of a database */
    DatabaseAddress address(Sealed uri) {
        try {
            return DatabaseAddress.parse(vault.open(uri).reveal());
        } catch (IllegalArgumentException malformed) {
            throw Problem.Invalid.at("/database", String.valueOf(malformed.getMessage()))
                    .toException();
        } catch (Vault.WrongKey wrong) {
            throw new Problem.Conflict("The address of the database was sealed with another master key; give it again.")
                    .toException();
        }
    }

    /** The one for a landing, and the same as long as its address stays the same. */
    Target of(LandingRow row) {
        return of(row.id(), row.database());
    }

    Target of(UUID landing, @Nullable Sealed uri) {
        if (uri == null) {
            return own;
        }
        Opened opened = foreign.get(landing);
        if (opened == null || !opened.uri().equals(uri)) {
            forget(landing);
            opened = new Opened(uri, new Target(address(uri), rules));
            foreign.put(landing, opened);
        }
        return opened.target();
    }

    void forget(UUID landing) {
        Opened gone = foreign.remove(landing);
        if (gone != null) {
            gone.target().close();
        }
    }

    /** Waits for connections that are in use; for a worker. */
    void close() {
        List<Target> all = new ArrayList<>(List.of(own));
        foreign.values().forEach(opened -> all.add(opened.target()));
        all.forEach(Target::close);
    }
}
