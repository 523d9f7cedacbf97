package io.sluice.query;

import io.sluice.filter.Path;
import io.sluice.filter.SyntaxReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of aggregates of one query. In the trees of expressions each is a path with a name that no text has: the character 0 and the call's
 * number.
 */
final class AggregateCalls implements SyntaxReader.Calls {
    private static final BigDecimal MIDDLE = new BigDecimal("0.5");

    private final List<Call> calls = new ArrayList<>();
    private String pointer = "";
    /** Why there is none here; empty where they are allowed. */
    private String forbidden = "";

    /**
     * One call.
     *
     * @param of null: of rows
     * @param where null: all count
     */
    record Call(
            Aggregate function,
            Statement.@Nullable Item of,
            List<BigDecimal> parameters,
            Statement.@Nullable Item where,
            Place place) {}

    /** The text that calls are read from now on. */
    void in(String text) {
        pointer = text;
    }

    /** From now on they are refused; {@code why} goes on behind the function's name. */
    void forbid(String why) {
        forbidden = why;
    }

    void allow() {
        forbidden = "";
    }

    List<Call> calls() {
        return calls;
    }

    /** The number of the call that a path stands for. */
    static Optional<Integer> number(Path path) {
        boolean call = path.steps().size() == 1
                && path.steps().get(0) instanceof Path.Name name
                && name.name().startsWith("\0");
        return call ? Optional.of(Integer.parseInt(path.lastName().substring(1))) : Optional.empty();
    }

    private static Path path(int number) {
        return new Path(Path.Root.VALUE, List.of(new Path.Name("\0" + number)));
    }

    @Override
    public List<String> words() {
        return Aggregate.words();
    }

    @Override
    public Path read(SyntaxReader.Word word, SyntaxReader reader) {
        String before = forbidden;
        if (!before.isEmpty()) {
            reader.report(word.value() + "(…) " + before, word.start(), word.end());
        }
        forbidden = "cannot stand inside of another aggregate";
        Call call;
        try {
            call = call(word, reader);
        } finally {
            forbidden = before;
        }
        if (calls.size() == QueryLimits.MAX_MEASURES) {
            reader.report("expected at most " + QueryLimits.MAX_MEASURES + " aggregates", word.start(), word.end());
            return path(0);
        }
        calls.add(call);
        return path(calls.size() - 1);
    }

    private Call call(SyntaxReader.Word word, SyntaxReader reader) {
        Aggregate function = Aggregate.named(word.value()).orElseThrow();
        Statement.Item of = argument(function, word, reader);
        List<BigDecimal> parameters = parameters(function, word, reader);
        reader.expectSign(")", "expected ')' to close " + word.value() + "(");
        boolean filtered = reader.atWords("filter") && reader.secondIsSign("(");
        Statement.Item where = filtered ? filter(reader) : null;
        return new Call(function, of, parameters, where, new Place(pointer, word.start(), reader.lastEnd()));
    }

    private Statement.@Nullable Item argument(Aggregate function, SyntaxReader.Word word, SyntaxReader reader) {
        if (reader.atSign("*") && reader.secondIsSign(")")) {
            reader.takeSign("*");
            if (function != Aggregate.COUNT) {
                reader.report(
                        word.value() + "(*) means nothing: expected what it is calculated from",
                        word.start(),
                        reader.position() + 1);
            }
            return null;
        }
        if (reader.atWords("distinct") && reader.secondBeginsValue()) {
            reader.report(
                    "distinct values are not kept one by one; write approx_count_distinct(…), which is right within"
                            + " about 2 %",
                    reader.position(), reader.position() + "distinct".length());
            reader.takeWords("distinct");
        }
        return item(reader, reader.expression());
    }

    private List<BigDecimal> parameters(Aggregate function, SyntaxReader.Word word, SyntaxReader reader) {
        if (word.value().equalsIgnoreCase("median")) {
            return List.of(MIDDLE);
        }
        if (function.parameter().isEmpty()) {
            if (reader.atSign(",")) {
                throw reader.unexpected(word.value() + " has one argument: expected ')'");
            }
            return List.of();
        }
        String expected = "expected " + function.parameter() + ", as the second argument of " + word.value();
        reader.expectSign(",", expected);
        int start = reader.position();
        BigDecimal parameter = reader.number(expected);
        if (!function.takes(parameter)) {
            reader.report(expected, start, reader.lastEnd());
        }
        return List.of(parameter.signum() == 0 ? BigDecimal.ZERO : parameter.stripTrailingZeros());
    }

    private Statement.Item filter(SyntaxReader reader) {
        reader.takeWords("filter");
        reader.takeSign("(");
        if (!reader.takeWords("where")) {
            throw reader.unexpected("expected 'where' in filter (where …)");
        }
        Statement.Item where = item(reader, reader.condition());
        reader.expectSign(")", "expected ')' to close filter (");
        return where;
    }

    private Statement.Item item(SyntaxReader reader, SyntaxReader.Part part) {
        return new Statement.Item(
                part.expr(), null, Place.of(pointer, part), reader.mentions(part.start(), part.end()));
    }
}
