package io.sluice.rights;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that rights are about, with all that it belongs to.
 *
 * @param owner null: nobody's. Of topics that is one that was made outside the platform
 * @param open not private: everybody who is signed in may view and download it, if what it belongs to is open as well
 * @param parents what it belongs to: a topic to its dataset or stream, a dataset to its organization
 */
public record Thing(ThingId id, @Nullable String owner, boolean open, List<Thing> parents) {
    public Thing {
        parents = List.copyOf(parents);
    }

    public Thing(Kind kind, String id, @Nullable String owner, boolean open, Thing... parents) {
        this(new ThingId(kind, id), owner, open, List.of(parents));
    }

    /** Itself first, then what it belongs to, the nearest first. */
    public List<Thing> lineage() {
        List<Thing> lineage = new ArrayList<>(List.of(this));
        for (int i = 0; i < lineage.size(); i++) {
            lineage.addAll(lineage.get(i).parents());
        }
        return lineage;
    }

    Set<ThingId> ids() {
        Set<ThingId> ids = new LinkedHashSet<>();
        lineage().forEach(thing -> ids.add(thing.id()));
        return ids;
    }

    /** Whether everybody who is signed in may view and download it, who has not been denied it. */
    public boolean openToAll() {
        return isUnownedTopic() || lineage().stream().allMatch(Thing::open);
    }

    boolean isUnownedTopic() {
        return id.kind() == Kind.TOPIC && owner == null;
    }
}
