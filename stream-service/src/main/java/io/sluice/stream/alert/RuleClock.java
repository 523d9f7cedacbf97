package io.sluice.stream.alert;

/**
 * The time by which a rule judges: the newest time of a record that it has read, and as long as nothing comes, as much later as the clock
 * on the wall. So what comes of some records does not depend on when they are read, be it live, after an outage, or years
 * later. A record's time is never taken for later than the present. Epoch milliseconds; belongs to one thread.
 */
final class RuleClock {
    private long newest;
    private long newestAt;

    /** @param newest time of a record, {@code newestAt} when that was read; both {@link Long#MIN_VALUE} when none was */
    RuleClock(long newest, long newestAt) {
        this.newest = newest;
        this.newestAt = newestAt;
    }

    static RuleClock unset() {
        return new RuleClock(Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /** @return the time that the record counts with */
    long read(long time, long now) {
        long counted = Math.min(time, now);
        if (counted >= newest) {
            newest = counted;
            newestAt = now;
        }
        return counted;
    }

    /** What comes next may be of quite another time. */
    void forget() {
        newest = Long.MIN_VALUE;
        newestAt = Long.MIN_VALUE;
    }

    boolean isSet() {
        return newest != Long.MIN_VALUE;
    }

    /** As the records alone say. */
    long newest() {
        return newest;
    }

    long newestAt() {
        return newestAt;
    }

    /** When nothing is left to be read. */
    long at(long now) {
        return isSet() ? newest + Math.max(0, now - newestAt) : Long.MIN_VALUE;
    }

    /** Milliseconds of the wall's clock until {@code due}. */
    long until(long due, long now) {
        return due == Terms.NEVER || !isSet() ? Terms.NEVER : Math.max(0, due - at(now));
    }
}
