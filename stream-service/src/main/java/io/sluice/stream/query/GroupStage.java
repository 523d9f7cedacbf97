package io.sluice.stream.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Expression;
import io.sluice.filter.Matcher;
import io.sluice.filter.Projection;
import io.sluice.filter.Value;
import io.sluice.filter.Values;
import io.sluice.filter.Verdict;
import io.sluice.query.Aggregation;
import io.sluice.query.EventTimes;
import io.sluice.query.Measure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Finds out of each row which group it belongs to, when it happened and what is calculated with, once; the row goes on with that, to where its
 * group is kept.
 */
final class GroupStage extends Stage {
    static final String UNREADABLE = "The value or the key cannot be read: it is not JSON, too deep, or too large.";

    private final Aggregation aggregation;
    private final boolean isRecordTime;
    /** Whether the row itself may be needed again, as one that came too late or cannot be calculated with. */
    private final boolean keepsRow;

    private final long behindMs;
    private final Matcher where;
    private final Values values;
    private final List<Matcher> measured = new ArrayList<>();
    private final EventTimes eventTimes;
    private final SourceTimes times;
    private final RowView view = new RowView();

    GroupStage(QueryPlan plan, Aggregation aggregation) {
        Clock clock = plan.clock();
        this.aggregation = aggregation;
        this.isRecordTime = QueryPlan.isRecordTime(aggregation.time());
        this.keepsRow = plan.isWindowed()
                || aggregation.measures().stream().anyMatch(each -> !each.of().isEmpty());
        this.behindMs = plan.behind().toMillis();
        this.where = Matcher.of(plan.query().where(), Projection.ALL, clock);
        this.eventTimes = new EventTimes(aggregation.time());
        this.times = new SourceTimes(aggregation.idle());
        List<Expression> expressions = new ArrayList<>();
        expressions.add(aggregation.time().of());
        aggregation.keys().forEach(key -> expressions.add(key.of()));
        for (Measure measure : aggregation.measures()) {
            expressions.addAll(measure.of());
            measured.add(Matcher.of(measure.where(), Projection.ALL, clock));
        }
        this.values = Values.of(expressions, clock);
    }

    @Override
    void open(ProcessorContext<byte[], Step> context) {
        if (!isRecordTime) {
            everyTick(() -> times.tell(clock(), time -> forward(Step.NONE, time)));
        }
    }

    /** Where rows say themselves when they happened, the times of records mean nothing for those behind this stage. */
    @Override
    void onTime(Step.Time time) {
        if (isRecordTime) {
            forward(Step.NONE, time);
        } else {
            times.expect(time.source(), clock());
        }
    }

    @Override
    void onRow(byte[] none, Step.Row row, Headers headers) {
        view.show(row, headers);
        boolean isReadable = values.read(view);
        OptionalLong at = isReadable ? eventTimes.read(values.get(0)) : OptionalLong.empty();
        Step.Row timed = at.isPresent() ? timed(row, at.getAsLong()) : row;
        Verdict verdict = where.evaluate(view);
        if (verdict == Verdict.ERROR || (verdict == Verdict.MATCH && !isReadable)) {
            forward(none, Step.Lost.failed(row, UNREADABLE));
        } else if (verdict == Verdict.MATCH && at.isEmpty()) {
            forward(none, Step.Lost.failed(row, eventTimes.refusal(values.get(0))));
        } else if (verdict == Verdict.MATCH) {
            send(timed);
        }
    }

    private Step.Row timed(Step.Row row, long at) {
        if (isRecordTime) {
            return row;
        }
        long progress = times.onRow(row.source(), at - behindMs, clock());
        return row.at(at, progress);
    }

    private void send(Step.Row row) {
        List<Value> keys = new ArrayList<>();
        int next = 1;
        for (int i = 0; i < aggregation.keys().size(); i++) {
            keys.add(values.get(next++));
        }
        Binary parts = new Binary().values(keys);
        for (int i = 0; i < measured.size(); i++) {
            Measure measure = aggregation.measures().get(i);
            List<Value> arguments = new ArrayList<>();
            for (int j = 0; j < measure.of().size(); j++) {
                arguments.add(values.get(next++));
            }
            Verdict counts = measured.get(i).evaluate(view);
            if (counts == Verdict.MATCH) {
                parts.put(1).values(arguments);
            } else {
                parts.put(0);
            }
        }
        Step.Row sent = row.withParts(parts.toBytes());
        forward(group(keys), keepsRow ? sent : sent.withValue(null));
    }

    /** Rows are together whose keys are written alike. */
    private static byte[] group(List<Value> keys) {
        StringBuilder json = new StringBuilder("[");
        for (Value key : keys) {
            json.append(json.length() == 1 ? "" : ",").append(new String(key.json(), UTF_8));
        }
        return json.append(']').toString().getBytes(UTF_8);
    }
}
