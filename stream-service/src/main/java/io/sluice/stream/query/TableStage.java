package io.sluice.stream.query;

import io.sluice.filter.Value;
import io.sluice.query.Join;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/** Each row meets the present row of a table. */
final class TableStage extends Stage {
    private final Join join;
    private final KeyOf key;
    private final Function<ProcessorContext<byte[], Step>, Table> open;
    private final RowView view = new RowView();
    private @Nullable Table table;

    /**
     * @param number of the join, from 0
     * @param open finds the table in the task's surroundings
     */
    TableStage(QueryPlan plan, int number, Function<ProcessorContext<byte[], Step>, Table> open) {
        this.join = plan.query().joins().get(number);
        this.key = new KeyOf(join.leftKey(), plan.clock());
        this.open = open;
    }

    @Override
    void open(ProcessorContext<byte[], Step> context) {
        table = open.apply(context);
    }

    @Override
    void onRow(byte[] none, Step.Row row, Headers headers) {
        byte[] left = row.value();
        if (left == null || table == null || !key.read(view.show(row, headers))) {
            forward(none, Step.Lost.failed(row, GroupStage.UNREADABLE));
            return;
        }
        Value by = key.value();
        byte[] right = by.isNothing() ? null : table.get(by.json());
        String alias = join.right().alias();
        if (right != null) {
            forward(none, row.withValue(Joined.with(left, alias, right)));
        } else if (join.type() != Join.Type.INNER) {
            forward(none, row.withValue(Joined.without(left, alias)));
        }
    }
}
