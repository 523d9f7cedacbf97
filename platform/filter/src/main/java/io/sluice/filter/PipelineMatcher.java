package io.sluice.filter;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline, evaluated record by record. Owned by one thread. */
public final class PipelineMatcher {
    private final List<Stage> stages = new ArrayList<>();
    private byte @Nullable [] projected;

    private PipelineMatcher(Pipeline pipeline, WindowStore store, Clock clock) {
        int number = 0;
        for (Pipeline.Step step : pipeline.steps()) {
            List<Rolling> windows = new ArrayList<>();
            for (Window window : step.windows()) {
                windows.add(new Rolling(window, String.valueOf(number++), store, clock));
            }
            stages.add(new Stage(windows, Matcher.of(step.where(), step.select(), clock)));
        }
    }

    /**
     * A matcher; the clock is what {@code now()} reads.
     *
     * @param store of this pipeline alone: what is in it is from before, and goes on
     */
    public static PipelineMatcher of(Pipeline pipeline, WindowStore store, Clock clock) {
        return new PipelineMatcher(pipeline, store, clock);
    }

    /** What the pipeline says of the record; also prepares {@link #projected} when it matches. */
    public Verdict evaluate(RecordView record) {
        projected = null;
        for (Stage stage : stages) {
            RecordView seen = projected == null ? record : new SteppedRecord(record, projected);
            Verdict verdict = stage.evaluate(seen);
            if (verdict != Verdict.MATCH) {
                projected = null;
                return verdict;
            }
            byte[] made = stage.matcher.projected();
            projected = made == null ? projected : made;
        }
        return Verdict.MATCH;
    }

    /** The value that was made of the record that matched last; null for the value as it is. */
    public byte @Nullable [] projected() {
        return projected;
    }

    private record Stage(List<Rolling> windows, Matcher matcher) {

        Verdict evaluate(RecordView record) {
            if (windows.isEmpty()) {
                return matcher.evaluate(record);
            }
            List<SteppedRecord.Header> outcomes = new ArrayList<>(windows.size());
            for (Rolling window : windows) {
                if (!window.take(record)) {
                    return Verdict.ERROR;
                }
                outcomes.add(new SteppedRecord.Header(window.name(), window.outcome()));
            }
            return matcher.evaluate(new SteppedRecord(record, record.value(), outcomes));
        }
    }
}
