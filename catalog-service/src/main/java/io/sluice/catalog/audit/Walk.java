package io.sluice.catalog.audit;

import io.sluice.catalog.database.Session;
import io.sluice.contract.Audit;
import io.sluice.contract.Audit.Entry;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One walk along a part of the chain. Belongs to one transaction, which holds the head. */
final class Walk {
    private final AuditStore.Head head;
    private final long after;
    private long last;
    private String hash;
    private long first;
    private @Nullable Long brokenAt;

    /** @param after at least the last entry that is no longer kept */
    Walk(AuditStore.Head head, long after) {
        this.head = head;
        this.after = after;
        this.last = after;
        this.hash = head.beginHash();
    }

    /** Finds the digest to begin with: that of the entry before. */
    Future<Void> seek(Session session) {
        if (after == head.beginSeq()) {
            return Future.succeededFuture();
        }
        return AuditStore.after(session, after - 1, 1).map(found -> {
            if (found.isEmpty() || found.get(0).seq() != after) {
                brokenAt = after;
            } else {
                hash = found.get(0).hash();
            }
            return null;
        });
    }

    long last() {
        return last;
    }

    /** @return whether it has come to a fault */
    boolean take(List<Entry> entries) {
        for (Entry entry : entries) {
            if (brokenAt == null && (entry.seq() != last + 1 || !Chain.fits(hash, entry))) {
                brokenAt = last + 1;
            }
            if (brokenAt != null) {
                return true;
            }
            first = first == 0 ? entry.seq() : first;
            last = entry.seq();
            hash = entry.hash();
        }
        return brokenAt != null;
    }

    /** @param end whether there is nothing behind what was taken; then it has to be where the head is */
    Audit.Verdict verdict(boolean end) {
        boolean whole = last == head.seq() && hash.equals(head.hash());
        if (end && brokenAt == null && !whole) {
            brokenAt = Math.min(last + 1, head.seq());
        }
        return new Audit.Verdict(first, last, brokenAt, end ? null : (Long) last);
    }
}
