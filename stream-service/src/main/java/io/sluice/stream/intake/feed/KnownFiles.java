package io.sluice.stream.intake.feed;

import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.feed.FileState.Outcome;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the files of a directory, by name, in memory as in the positions. A file that has vanished stays known until the
 * directory has been quiet for a moment: a new name that has its content and its time by then is that file, renamed, and not another
 * one. Belongs to one thread.
 *
 * <p>Limit: {@link #MAX_VANISHED} vanished files; the ones that vanished first are forgotten.
 */
final class KnownFiles {
    private static final int MAX_VANISHED = 1_000;

    private final Map<String, FileState> present = new HashMap<>();
    private final Map<String, FileState> vanished = new LinkedHashMap<>();

    KnownFiles(Map<String, String> positions) throws SourceFault {
        for (Map.Entry<String, String> position : positions.entrySet()) {
            present.put(position.getKey(), FileState.ofPosition(position.getValue()));
        }
    }

    Set<String> names() {
        return present.keySet();
    }

    /** Of a file that is there; one that had vanished under this name is back. */
    @Nullable FileState get(String name) {
        FileState back = vanished.remove(name);
        if (back != null) {
            present.put(name, back);
        }
        return present.get(name);
    }

    void put(String name, FileState state, Batch batch) {
        vanished.remove(name);
        present.put(name, state);
        batch.position(name, state.toPosition());
    }

    void vanish(String name, Batch batch) {
        FileState state = present.remove(name);
        if (state == null) {
            return;
        }
        vanished.put(name, state);
        if (vanished.size() > MAX_VANISHED) {
            Iterator<String> oldest = vanished.keySet().iterator();
            batch.position(oldest.next(), null);
            oldest.remove();
        }
    }

    /** The vanished file that this one is, under a new name; null: it is another one. */
    @Nullable FileState renamed(FileState found) {
        return vanished.values().stream().filter(found::isSameFile).findAny().orElse(null);
    }

    /** Whether this content was published under another name. */
    boolean isElsewhere(String name, String sha256) {
        return present.entrySet().stream()
                .anyMatch(each -> !each.getKey().equals(name)
                        && each.getValue().outcome() != Outcome.FAILED
                        && each.getValue().sha256().equals(sha256));
    }

    /**
     * What has vanished will not come back.
     *
     * @return whether there was anything
     */
    boolean forget(Batch batch) {
        boolean any = !vanished.isEmpty();
        vanished.keySet().forEach(name -> batch.position(name, null));
        vanished.clear();
        return any;
    }
}
