package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Session;
import io.sluice.contract.Dataset;
import io.vertx.core.Future;
import java.util.List;

/** What an organisation holds, for the one who deletes it with everything in it. */
public final class Contents {
    private Contents() {}

    /**
     * Deletes every dataset of an organisation inside the caller's transaction. Who may delete the organization owns
     * or manages what is in it. The topics of what is answered are still to be removed once the transaction is committed.
     */
    public static Future<List<Dataset>> delete(Session session, String organization) {
        return DatasetStore.lockAllOf(session, organization)
                .compose(datasets ->
                        DatasetStore.deleteAllOf(session, organization).map(datasets));
    }
}
