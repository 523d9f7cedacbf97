package io.sluice.stream.query;

import io.sluice.filter.Value;
import io.sluice.query.Join;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Sends the rows of one side of a join to where those of the other side with the same value go. */
final class MeetStage extends Stage {
    private final JoinSide side;
    private final boolean staysAlone;
    private final KeyOf key;
    private final RowView view = new RowView();

    /** @param number of the join, from 0 */
    MeetStage(QueryPlan plan, int number, JoinSide side) {
        Join join = plan.query().joins().get(number);
        this.side = side;
        this.staysAlone = side.isKept(join.type());
        this.key = new KeyOf(side == JoinSide.LEFT ? join.leftKey() : join.rightKey(), plan.clock());
    }

    @Override
    void onRow(byte[] none, Step.Row row, Headers headers) {
        byte[] value = row.value();
        if (value == null || !key.read(view.show(row, headers))) {
            forward(none, Step.Lost.failed(row, GroupStage.UNREADABLE));
            return;
        }
        Value by = key.value();
        if (!by.isNothing()) {
            forward(by.json(), sent(row, KeyOf.plain(by), value, side.meets()));
        } else if (staysAlone) {
            byte[] anywhere = new Binary().number(row.place().offset()).toBytes();
            forward(anywhere, sent(row, row.key(), value, side.alone()));
        }
    }

    @Override
    void onTime(Step.Time time) {
        forward(Step.NONE, new Step.Time(prefixed(time.source()), time.progress(), time.idle()));
    }

    private Step.Row sent(Step.Row row, byte @Nullable [] key, byte[] value, byte[] parts) {
        return new Step.Row(prefixed(row.source()), row.progress(), row.at(), row.place(), key, value, parts);
    }

    /** Both sides may read the same topic, and each is as far as it is. */
    private String prefixed(String source) {
        return side.prefix() + source;
    }
}
