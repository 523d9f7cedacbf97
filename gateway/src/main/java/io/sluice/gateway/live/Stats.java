package io.sluice.gateway.live;

import io.sluice.contract.Sessions.Figures;

/**
 * What a subscription has seen since it began.
 *
 * @param scanned records looked at for it; {@code matched} of them that match
 * @param sent matches that were written to its socket; {@code dropped} that were skipped because it was slow
 * @param errors records whose match could not be decided
 * @param lag records between its position and the end of the topic
 * @param rate records sent in the last second, {@code bytesPerSecond} their bytes as they were written
 */
record Stats(
        long scanned,
        long matched,
        long sent,
        long dropped,
        long errors,
        long lag,
        double rate,
        double bytesPerSecond) {
    static final Stats NONE = new Stats(0, 0, 0, 0, 0, 0, 0, 0);

    Figures toFigures() {
        return new Figures(scanned, matched, sent, dropped, errors, lag, rate, bytesPerSecond);
    }
}
