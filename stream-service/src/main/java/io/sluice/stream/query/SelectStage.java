package io.sluice.stream.query;

import io.sluice.filter.Matcher;
import io.sluice.filter.Verdict;
import org.apache.kafka.common.header.Headers;

/** The last stage where nothing is aggregated: which rows count, and what of them. */
final class SelectStage extends Stage {
    private final Matcher matcher;
    private final RowView view = new RowView();

    SelectStage(QueryPlan plan) {
        matcher = Matcher.of(plan.query().where(), plan.query().select(), plan.clock());
    }

    @Override
    void onTime(Step.Time time) {
        // There is no stage behind this one.
    }

    @Override
    void onRow(byte[] none, Step.Row row, Headers headers) {
        Verdict verdict = matcher.evaluate(view.show(row, headers));
        if (verdict == Verdict.MATCH) {
            byte[] made = matcher.projected();
            forward(none, new Step.Out(row.key(), made == null ? row.value() : made, row.at(), row.place()));
        } else if (verdict == Verdict.ERROR) {
            forward(none, Step.Lost.failed(row, GroupStage.UNREADABLE));
        }
    }
}
