package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Session;
import io.sluice.contract.Caller;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.vertx.core.Future;
import java.util.List;

/** What an organisation holds, for the one who deletes it with everything in it. */
public final class Contents {
    private Contents() {}

    /**
     * Deletes every dataset of an organisation inside the caller's transaction, or none when one of them is not the caller's to
     * delete. The topics of what is answered are still to be removed once the transaction is committed.
     */
    public static Future<List<Dataset>> delete(Session session, Caller caller, String organization) {
        return DatasetStore.lockAllOf(session, organization).compose(datasets -> {
            if (!datasets.stream().allMatch(dataset -> caller.mayChange(dataset.owner()))) {
                throw new Problem.Forbidden("The organization holds datasets that you may not delete.").toException();
            }
            return DatasetStore.deleteAllOf(session, organization).map(datasets);
        });
    }
}
