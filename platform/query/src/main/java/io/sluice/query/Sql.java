package io.sluice.query;

import io.sluice.filter.Limits;
import io.sluice.filter.Parsed;
import io.sluice.filter.SyntaxReader;
import io.sluice.filter.Violation;
import java.util.List;

/** Queries as texts. */
final class Sql {
    private Sql() {}

    static Parsed<Query> parse(String sql) {
        if (sql.length() > QueryLimits.MAX_TEXT_LENGTH) {
            return refused(List.of(tooLong(sql)));
        }
        SqlText text = SqlText.of(sql);
        if (!text.violations().isEmpty()) {
            return refused(text.violations());
        }
        AggregateCalls calls = new AggregateCalls();
        SyntaxReader reader = Clauses.reader(text.text(), calls);
        Statement statement = new SqlReader(reader, calls).read();
        if (!reader.violations().isEmpty()) {
            return refused(reader.violations());
        }
        Faults faults = new Faults();
        if (statement.select().whole()
                && (!statement.groupBy().isEmpty() || !calls.calls().isEmpty())) {
            faults.report(statement.select().star(), "'*' has no meaning over groups: write the columns");
        }
        Query query = new Resolver(statement, calls, faults).resolve();
        if (!faults.none()) {
            return refused(faults.list().stream().map(Fault::violation).toList());
        }
        return query.print().length() > QueryLimits.MAX_TEXT_LENGTH
                ? refused(List.of(tooLong(sql)))
                : new Parsed.Ok<>(query);
    }

    private static Violation tooLong(String sql) {
        return new Violation(
                "too long: a query has at most " + QueryLimits.MAX_TEXT_LENGTH + " characters", 0, sql.length());
    }

    private static Parsed<Query> refused(List<Violation> violations) {
        return new Parsed.Failed<>(
                violations.stream().limit(Limits.MAX_VIOLATIONS).toList());
    }
}
