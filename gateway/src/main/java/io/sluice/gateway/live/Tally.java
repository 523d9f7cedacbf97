package io.sluice.gateway.live;

/** What a subscription counts, for itself (see {@link Stats}) and for its event loop. One event loop. */
final class Tally {
    private final Counters all;
    private long scanned;
    private long matched;
    private long sent;
    private long sentAtTick;
    private long bytes;
    private long bytesAtTick;
    private long dropped;
    private long errors;
    private long missed;

    /** @param all of the event loop */
    Tally(Counters all) {
        this.all = all;
    }

    void scanned(long count) {
        scanned += count;
    }

    void errors(long count) {
        errors += count;
    }

    void matched(long count) {
        matched += count;
    }

    void turn(Turn.Counts counts) {
        scanned += counts.scanned();
        matched += counts.matched();
        errors += counts.failed();
    }

    void sent(long count, long written) {
        sent += count;
        bytes += written;
        all.delivered(count, written);
    }

    long sent() {
        return sent;
    }

    /** Matches that were skipped, and that the client has not been told of yet. */
    void skipped(long count) {
        dropped += count;
        all.dropped(count);
        missed += count;
    }

    /** How many skipped matches the client is to be told of now. */
    long takeMissed() {
        long count = missed;
        missed = 0;
        return count;
    }

    /** The figures; the rates are measured from the call before. Once a second. */
    Stats tick(long scannedLive, long lag) {
        long rate = sent - sentAtTick;
        long bytesPerSecond = bytes - bytesAtTick;
        sentAtTick = sent;
        bytesAtTick = bytes;
        return new Stats(scanned + scannedLive, matched, sent, dropped, errors, lag, rate, bytesPerSecond);
    }
}
