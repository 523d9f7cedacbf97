package io.sluice.gateway.streams;

import io.sluice.contract.Plans.Planned;
import io.sluice.contract.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a stream would run, or why it would not. */
record PlanView(
        boolean ok,
        @Nullable String sql,
        List<Planned.Read> reads,
        List<Planned.Repartition> repartitions,
        List<Planned.Store> stores,
        List<Planned.Write> writes,
        List<String> notes,
        List<Fault> errors) {
    record Fault(String pointer, String message, @Nullable Integer position) {}

    static PlanView of(Planned planned) {
        return new PlanView(
                true,
                planned.sql(),
                planned.reads(),
                planned.repartitions(),
                planned.stores(),
                planned.writes(),
                planned.notes(),
                List.of());
    }

    static PlanView of(List<Violation> violations) {
        List<Fault> faults = violations.stream()
                .map(fault -> new Fault(fault.pointer(), fault.reason(), fault.position()))
                .toList();
        return new PlanView(false, null, List.of(), List.of(), List.of(), List.of(), List.of(), faults);
    }
}
