package io.sluice.catalog.datasets;

import java.util.List;

/**
 * How many datasets a search is expected to find. Only the way to the answer hangs on it, not what the answer is, so old or missing
 * statistics cost time and nothing else.
 *
 * @param datasets in the catalog
 * @param share of the datasets that have all words
 * @param upFrontShare of those that have all words in name, title or tags
 * @param kept share that the filters leave; 0 where nothing is known of them
 * @param each how many datasets have each word
 */
record Expected(double datasets, double share, double upFrontShare, double kept, List<Double> each) {
    /** One dataset in so many: walking through the newest finds enough sooner than so many hits are fetched from all over the table. */
    private static final double COMMON = 25;

    /** One dataset in so many: to look a word up in what others found is cheaper than to collect everything that it is in. */
    private static final double FREQUENT = 100;

    /** And so many times as frequent as the rarest of the words. */
    private static final double SPREAD = 4;

    private static final double FEW = 2_000;

    double hits() {
        return datasets * share * kept;
    }

    /** Whether so many are found that only the newest are looked at. */
    boolean isCommon() {
        return hits() > Math.max(datasets / COMMON, FEW);
    }

    /** The same of those that have all words up front. */
    boolean isCommonUpFront() {
        return datasets * upFrontShare * kept > Math.max(datasets / COMMON, FEW);
    }

    /** Whether there may be more than are ranked. */
    boolean isMany() {
        return hits() > SearchStore.MAX_HITS / 2.0;
    }

    /** Whether a word is looked up in what the others found. The rarest never is. */
    boolean isFrequent(int word) {
        double rarest = each.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return each.get(word) > Math.max(SPREAD * rarest, Math.max(datasets / FREQUENT, FEW));
    }
}
