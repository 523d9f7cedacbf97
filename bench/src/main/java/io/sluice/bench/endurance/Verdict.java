package io.sluice.bench.endurance;

/**
 * How what was received differs from what was written.
 *
 * @param unexpected records that do not match, or were aborted
 * @param gaps that the server told; there is none to tell a lossless subscriber in this run
 */
record Verdict(long delivered, long missing, long repeated, long unexpected, long gaps) {
    static final Verdict NONE = new Verdict(0, 0, 0, 0, 0);

    boolean isGood() {
        return missing == 0 && repeated == 0 && unexpected == 0 && gaps == 0;
    }

    Verdict plus(Verdict other) {
        return new Verdict(
                delivered + other.delivered,
                missing + other.missing,
                repeated + other.repeated,
                unexpected + other.unexpected,
                gaps + other.gaps);
    }
}
