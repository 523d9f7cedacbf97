package io.sluice.catalog.datasets;

import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;

/** What {@code explain (format json)} answers. */
final class Plans {
    private Plans() {}

    static long rows(Row explained) {
        JsonArray plan = explained.getJsonArray(0);
        return plan.getJsonObject(0).getJsonObject("Plan").getLong("Plan Rows");
    }
}
