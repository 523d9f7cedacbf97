package io.sluice.catalog.datasets;

import java.util.List;

/**
 * How many datasets the words of a search are expected in. Only the way to the answer hangs on it, not what the answer is, so old or
 * missing statistics cost time and nothing else.
 *
 * @param datasets in the catalog
 * @param all with all words
 * @param upFront with all words in name, title or tags
 * @param each with each word
 */
record Expected(double datasets, double all, double upFront, List<Double> each) {
    /** One dataset in so many. */
    private static final double COMMON = 100;

    private static final double FEW = 2_000;

    /** Of the datasets that have all words. */
    double share() {
        return datasets == 0 ? 0 : all / datasets;
    }

    /** In more of the datasets walking through the newest finds enough sooner than the index does. */
    boolean isCommon(double hits) {
        return hits > Math.max(datasets / COMMON, FEW);
    }
}
