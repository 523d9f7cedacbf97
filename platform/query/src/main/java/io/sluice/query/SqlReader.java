package io.sluice.query;

import io.sluice.filter.SyntaxReader;
import io.sluice.query.Statement.EmitClause;
import io.sluice.query.Statement.Item;
import io.sluice.query.Statement.JoinClause;
import io.sluice.query.Statement.OrderItem;
import io.sluice.query.Statement.Select;
import io.sluice.query.Statement.Source;
import io.sluice.query.Statement.TimeClause;
import io.sluice.query.Statement.WindowClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of one statement. Behind {@code from} and its joins they may stand in any order, each once; a broken part is skipped, so that one
 * text can show several faults.
 */
final class SqlReader {
    private static final String PARTS =
            "expected 'join', 'where', 'group by', 'window', 'timestamp by', 'having', 'order by', 'limit', 'emit' or the"
                    + " end";

    private static final List<String> BEGINNINGS = List.of(
            "where",
            "group",
            "window",
            "timestamp",
            "having",
            "order",
            "limit",
            "emit",
            "join",
            "inner",
            "left",
            "full");

    private final SyntaxReader reader;
    private final Clauses clauses;
    private Select select = new Select(true, List.of(), List.of(), new Place("", 0, 0));
    private Source from = new Source(List.of(), null, new Place("", 0, 0));
    private final List<JoinClause> joins = new ArrayList<>();
    private List<Item> groupBy = List.of();
    private List<OrderItem> order = List.of();
    private @Nullable Item where;
    private @Nullable WindowClause window;
    private @Nullable TimeClause time;
    private @Nullable Item having;
    private Statement.@Nullable Limit limit;
    private @Nullable EmitClause emit;

    SqlReader(SyntaxReader reader, AggregateCalls calls) {
        this.reader = reader;
        this.clauses = new Clauses(reader, calls, "");
    }

    /** The statement; what is missing is reported. */
    Statement read() {
        CreateReader create = new CreateReader(reader, clauses);
        reader.attempt(create::read);
        if (create.select() != null && create.from() != null) {
            select = create.select();
            from = create.from();
            reader.attempt(this::end);
        } else {
            reader.attempt(this::select);
            if (!reader.attempt(this::from) && reader.atWords("from")) {
                reader.attempt(this::from);
            }
            parts();
        }
        return new Statement(select, List.of(), from, joins, where, groupBy, window, time, having, order, limit, emit);
    }

    /** What is broken is passed, with all behind it that begins no part. */
    private void parts() {
        while (!reader.atEnd()) {
            int before = reader.position();
            boolean whole = reader.attempt(this::part);
            if (reader.position() == before) {
                reader.skip();
            }
            while (!whole && !reader.atEnd() && BEGINNINGS.stream().noneMatch(reader::atWords)) {
                reader.skip();
            }
        }
    }

    private void end() {
        if (!reader.atEnd()) {
            throw reader.unexpected("expected the end");
        }
    }

    private void select() {
        if (!reader.takeWords("select")) {
            throw reader.unexpected("expected 'select'");
        }
        select = clauses.select();
    }

    private void from() {
        if (!reader.takeWords("from")) {
            throw reader.unexpected(
                    select.items().isEmpty() && !select.whole() ? "expected 'from'" : "expected ',' or 'from'");
        }
        from = new SourceReader(reader, clauses, "").read(true);
    }

    private void part() {
        int start = reader.position();
        if (reader.takeWords("where")) {
            once("where", where, start);
            where = clauses.rowCondition("where");
        } else if (reader.takeWords("group", "by")) {
            once("group by", groupBy.isEmpty() ? null : groupBy, start);
            groupBy = clauses.groupBy();
        } else if (reader.takeWords("window")) {
            once("window", window, start);
            window = clauses.window();
        } else if (reader.takeWords("timestamp", "by")) {
            once("timestamp by", time, start);
            time = clauses.time();
        } else if (reader.takeWords("having")) {
            once("having", having, start);
            having = clauses.groupCondition();
        } else if (reader.takeWords("order", "by")) {
            once("order by", order.isEmpty() ? null : order, start);
            order = clauses.orderBy();
        } else if (reader.takeWords("limit")) {
            once("limit", limit, start);
            limit = clauses.limit();
        } else if (reader.takeWords("emit")) {
            once("emit", emit, start);
            emit = emit(start);
        } else {
            join();
        }
    }

    private void join() {
        JoinReader join = new JoinReader(reader, clauses, "");
        Optional<Join.Type> type = join.begin();
        if (type.isEmpty()) {
            throw reader.unexpected(PARTS);
        }
        joins.add(join.read(type.get()));
        if (joins.size() > QueryLimits.MAX_JOINS) {
            throw reader.unexpected("expected at most " + QueryLimits.MAX_JOINS + " joins");
        }
    }

    private void once(String part, @Nullable Object before, int start) {
        if (before != null) {
            reader.report("there are two parts '" + part + "'", start, reader.lastEnd());
        }
    }

    private EmitClause emit(int start) {
        boolean changes = reader.takeWords("changes");
        if (!changes && !reader.takeWords("final")) {
            throw reader.unexpected("expected 'changes' or 'final' after 'emit'");
        }
        return new EmitClause(
                changes ? Aggregation.Emit.CHANGE : Aggregation.Emit.CLOSE, new Place("", start, reader.lastEnd()));
    }
}
