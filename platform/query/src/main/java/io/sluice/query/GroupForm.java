package io.sluice.query;

import static io.sluice.query.FormReader.at;

import io.sluice.query.Form.Text;
import io.sluice.query.Statement.EmitClause;
import io.sluice.query.Statement.Item;
import io.sluice.query.Statement.OrderItem;
import io.sluice.query.Statement.Span;
import io.sluice.query.Statement.TimeClause;
import io.sluice.query.Statement.WindowClause;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the groups and windows of a form. */
final class GroupForm {
    private final FormReader reader;
    private final Form.@Nullable Window form;

    GroupForm(FormReader reader, Form.@Nullable Window form) {
        this.reader = reader;
        this.form = form;
    }

    List<Item> aggregates() {
        if (form != null && form.aggregates().isEmpty() && form.groupBy().isEmpty()) {
            reader.report(
                    new Place(form.pointer() + "/aggregates", 0, 0),
                    "expected at least one of \"aggregates\" and \"group_by\", such as count(*) as n");
        }
        return form == null ? List.of() : reader.parts(form.aggregates(), Clauses::aggregate);
    }

    List<Item> groupBy() {
        return form == null ? List.of() : reader.parts(form.groupBy(), Clauses::key);
    }

    @Nullable Item having() {
        Text having = form == null ? null : FormReader.present(form.having());
        return having == null ? null : reader.part(having, Clauses::groupCondition);
    }

    List<OrderItem> order() {
        return form == null ? List.of() : reader.parts(form.orderBy(), Clauses::order);
    }

    Statement.@Nullable Limit limit() {
        return form == null || form.limit() == null
                ? null
                : new Statement.Limit(BigDecimal.valueOf(form.limit()), new Place(form.pointer() + "/limit", 0, 0));
    }

    @Nullable EmitClause emit() {
        Text emit = form == null ? null : form.emit();
        if (emit == null) {
            return null;
        }
        boolean close = reader.choice(emit, "change", "close") == 1;
        return new EmitClause(close ? Aggregation.Emit.CLOSE : Aggregation.Emit.CHANGE, at(emit));
    }

    @Nullable TimeClause time() {
        if (form == null) {
            return null;
        }
        Text time = form.time();
        Text format = form.timeFormat();
        if (time == null) {
            if (format != null) {
                reader.report(at(format), "\"time_format\" needs \"time\"");
            }
            return null;
        }
        Item of = reader.part(time, clauses -> clauses.rowItem("time"));
        return of == null
                ? null
                : new TimeClause(of, format == null ? null : new Statement.Named(format.value(), at(format)));
    }

    @Nullable WindowClause window() {
        if (form == null) {
            return null;
        }
        Place place = new Place(form.pointer(), 0, 0);
        WindowClause.Kind kind =
                switch (reader.choice(form.type(), "none", "tumbling", "hopping", "session")) {
                    case 1 -> WindowClause.Kind.TUMBLING;
                    case 2 -> WindowClause.Kind.HOPPING;
                    case 3 -> WindowClause.Kind.SESSION;
                    default -> WindowClause.Kind.NONE;
                };
        boolean session = kind == WindowClause.Kind.SESSION;
        boolean fixed = kind == WindowClause.Kind.TUMBLING || kind == WindowClause.Kind.HOPPING;
        fits(place, "size", form.size(), fixed);
        fits(place, "advance", form.advance(), kind == WindowClause.Kind.HOPPING);
        fits(place, "gap", form.gap(), session);
        Text grace = form.grace();
        if (grace != null && kind == WindowClause.Kind.NONE) {
            reader.report(at(grace), "there is no window whose grace it could be");
        }
        Span size = reader.span(session ? form.gap() : form.size());
        return new WindowClause(
                kind, size, reader.span(form.advance()), reader.span(grace), reader.span(form.idle()), place);
    }

    private void fits(Place place, String name, @Nullable Text given, boolean wanted) {
        if (wanted && given == null) {
            reader.report(place, "expected \"" + name + "\", such as 10m");
        } else if (!wanted && given != null) {
            reader.report(at(given), "a window of this type has no \"" + name + "\"");
        }
    }
}
