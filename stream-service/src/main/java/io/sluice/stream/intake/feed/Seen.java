package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.runtime.Sha256;
import io.sluice.stream.intake.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Marks of the records that a poll has published: 96 bits of a SHA-256 each, so two records share one by chance never. They are kept
 * in pages of {@link #PAGE_MARKS}, each page a position of its own: a batch writes the pages that it changes, not all of them. The
 * oldest pages go first. Belongs to one thread.
 */
final class Seen {
    static final int MAX_MARKS = 100_000;
    private static final int PAGE_MARKS = 256;
    private static final int MARK_BYTES = 12;
    private static final int MARK_LENGTH = 16;
    private static final String KEY = "seen.";

    private final TreeMap<Long, List<String>> pages = new TreeMap<>();
    /** The newest page of each mark. */
    private final Map<String, Long> where = new HashMap<>();

    private final TreeSet<Long> changed = new TreeSet<>();

    private Seen() {}

    static Seen of(Map<String, String> positions) {
        Seen seen = new Seen();
        positions.forEach((key, text) -> {
            if (key.startsWith(KEY)) {
                List<String> marks = new ArrayList<>();
                for (int i = 0; i + MARK_LENGTH <= text.length(); i += MARK_LENGTH) {
                    marks.add(text.substring(i, i + MARK_LENGTH));
                }
                seen.pages.put(Long.parseLong(key.substring(KEY.length())), marks);
            }
        });
        seen.pages.forEach((page, marks) -> marks.forEach(mark -> seen.where.put(mark, page)));
        return seen;
    }

    static String mark(byte[] of) {
        byte[] hash = Sha256.start().digest(of);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, MARK_BYTES));
    }

    static String mark(String of) {
        return mark(of.getBytes(UTF_8));
    }

    boolean has(String mark) {
        return where.containsKey(mark);
    }

    Set<String> all() {
        return Set.copyOf(where.keySet());
    }

    /** Adds a mark, or makes it young again if it is in the older half. */
    void add(String mark) {
        long newest = pages.isEmpty() ? newPage() : pages.lastKey();
        Long found = where.get(mark);
        if (found != null && newest - found < MAX_MARKS / PAGE_MARKS / 2) {
            return;
        }
        put(mark);
        while (pages.size() > MAX_MARKS / PAGE_MARKS) {
            drop(pages.firstKey());
        }
    }

    /** Adds a mark to the newest page, wherever it is already. */
    void put(String mark) {
        long page = pages.isEmpty() ? newPage() : pages.lastKey();
        if (marks(page).size() >= PAGE_MARKS) {
            page = newPage();
        }
        marks(page).add(mark);
        where.put(mark, page);
        changed.add(page);
    }

    /** @return the number of a page that is newer than all others */
    long newPage() {
        long page = pages.isEmpty() ? 0 : pages.lastKey() + 1;
        pages.put(page, new ArrayList<>());
        return page;
    }

    /** Forgets what is in older pages only. */
    void dropBefore(long page) {
        for (Long old : List.copyOf(pages.headMap(page).keySet())) {
            drop(old);
        }
    }

    /** Leaves the positions of what has changed since the last call. */
    void write(Batch batch) {
        for (Long page : changed) {
            List<String> marks = pages.get(page);
            batch.position(KEY + page, marks == null ? null : String.join("", marks));
        }
        changed.clear();
    }

    private List<String> marks(long page) {
        return pages.computeIfAbsent(page, none -> new ArrayList<>());
    }

    private void drop(Long page) {
        List<String> marks = pages.remove(page);
        if (marks != null) {
            marks.forEach(mark -> where.remove(mark, page));
            changed.add(page);
        }
    }
}
