package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Filter;
import io.sluice.filter.Path;
import io.sluice.filter.Projection;
import io.sluice.query.Form.BranchForm;
import io.sluice.query.Form.JoinForm;
import io.sluice.query.Form.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows a query as a form that reads as the same one. */
final class FormWriter {
    private final Query query;
    private final SqlPrinter printer;

    FormWriter(Query query) {
        this.query = query;
        this.printer = new SqlPrinter(query);
    }

    Form write(List<Form.Branch> branches) {
        String alias = query.from().alias();
        Aggregation aggregation = query.aggregation();
        List<JoinForm> joins = new ArrayList<>();
        for (Join join : query.joins()) {
            joins.add(join(join, query.joins().size() == 1 ? "/join" : "/join/" + joins.size()));
        }
        List<BranchForm> forms = new ArrayList<>();
        for (Form.Branch branch : branches) {
            String at = "/branches/" + forms.size();
            String topic = branch.topic();
            forms.add(new BranchForm(
                    at,
                    branch.name(),
                    new Text(at + "/where", branch.where().print()),
                    topic == null ? null : new Text(at + "/topic", topic)));
        }
        return new Form(
                query.from().union(),
                alias.isEmpty() ? null : new Text("/alias", alias),
                query.where().equals(Filter.ALL)
                        ? null
                        : new Text("/where", query.where().print()),
                isAll() ? null : new Text("/select", printer.select()),
                aggregation == null ? null : window(aggregation),
                joins,
                forms);
    }

    /** Whether all columns are selected, under their own names and in their order. */
    private boolean isAll() {
        Aggregation aggregation = query.aggregation();
        if (aggregation == null) {
            return query.select().equals(Projection.ALL);
        }
        List<String> all = new ArrayList<>();
        if (!(aggregation.window() instanceof Windowing.Unbounded)) {
            all.add(Query.WINDOW_START);
            all.add(Query.WINDOW_END);
        }
        aggregation.keys().forEach(key -> all.add(key.name()));
        aggregation.measures().forEach(measure -> all.add(measure.name()));
        if (aggregation.limit() > 0) {
            all.add(Query.RANK);
        }
        List<String> selected = query.select().columns().stream()
                .map(column -> column.expr() instanceof Expr.Field field
                                && field.path().steps().size() == 1
                                && field.path().lastName().equals(column.name())
                        ? column.name()
                        : "")
                .toList();
        return selected.equals(all);
    }

    private JoinForm join(Join join, String at) {
        boolean table = join.kind() == Join.Kind.TABLE;
        return new JoinForm(
                at,
                join.right().union(),
                new Text(at + "/alias", join.right().alias()),
                new Text(at + "/kind", join.kind().name().toLowerCase(Locale.ROOT)),
                new Text(at + "/type", join.type().name().toLowerCase(Locale.ROOT)),
                new Text(at + "/on", SqlPrinter.on(join)),
                table ? null : within(at + "/within", join),
                table ? null : span(at + "/grace", join.grace()),
                join.refresh().isZero() ? null : span(at + "/refresh", join.refresh()));
    }

    private static Text within(String pointer, Join join) {
        String before = Durations.brief(join.before());
        boolean same = join.before().equals(join.after());
        return new Text(pointer, same ? before : before + ", " + Durations.brief(join.after()));
    }

    private static Text span(String pointer, Duration value) {
        return new Text(pointer, Durations.brief(value));
    }

    private Form.Window window(Aggregation of) {
        String at = "/window";
        Windowing window = of.window();
        boolean unbounded = window instanceof Windowing.Unbounded;
        EventTime time = of.time();
        String format = time.format();
        return new Form.Window(
                at,
                new Text(at + "/type", type(window)),
                window instanceof Windowing.Tumbling tumbling
                        ? span(at + "/size", tumbling.size())
                        : window instanceof Windowing.Hopping hopping ? span(at + "/size", hopping.size()) : null,
                window instanceof Windowing.Hopping hopping ? span(at + "/advance", hopping.advance()) : null,
                window instanceof Windowing.Session session ? span(at + "/gap", session.gap()) : null,
                unbounded ? null : span(at + "/grace", of.grace()),
                new Text(at + "/time", time.of().print()),
                format == null ? null : new Text(at + "/time_format", format),
                texts(at + "/group_by/", of.keys().stream().map(SqlPrinter::key).toList()),
                texts(
                        at + "/aggregates/",
                        of.measures().stream()
                                .map(measure ->
                                        SqlPrinter.measure(measure) + " as " + Path.quoteIfNeeded(measure.name()))
                                .toList()),
                of.having().equals(Filter.ALL)
                        ? null
                        : new Text(at + "/having", printer.outcome(of.having().tree())),
                texts(at + "/order_by/", of.order().stream().map(printer::order).toList()),
                of.limit() == 0 ? null : of.limit(),
                new Text(at + "/emit", of.emit().name().toLowerCase(Locale.ROOT)),
                unbounded ? null : span(at + "/idle", of.idle()));
    }

    private static String type(Windowing window) {
        if (window instanceof Windowing.Tumbling) {
            return "tumbling";
        } else if (window instanceof Windowing.Hopping) {
            return "hopping";
        }
        return window instanceof Windowing.Session ? "session" : "none";
    }

    private static List<Text> texts(String pointer, List<String> values) {
        List<Text> texts = new ArrayList<>();
        for (String value : values) {
            texts.add(new Text(pointer + texts.size(), value));
        }
        return List.copyOf(texts);
    }
}
