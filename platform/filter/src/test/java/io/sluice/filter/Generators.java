package io.sluice.filter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Trees that the checker accepts, and documents in which their paths lead somewhere. */
final class Generators {
    private static final List<String> PATHS = List.of(
            "a", "b", "c.d", "c", "items[0]", "items[1].x", "items", "\"e f\"", "t", "$partition", "$offset", "$topic");
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "ab",
            "B",
            "5",
            "5.0",
            "é",
            "😀",
            "\uFFFF",
            "it's",
            "true",
            "a%b",
            "A_",
            "\"q\"",
            "2026-01-31",
            "2026-01-31 12:00:00",
            "2026-01-31T12:00:00+02:00",
            "line\nbreak");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "-1",
            "5",
            "0.1",
            "0.10",
            "1.5",
            "-2.5",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "1e3",
            "1E-7",
            "12345678901234567890.123456789",
            "1769817600000",
            "123456789012345678",
            "99999999999999999.9",
            "1e20");

    private Generators() {}

    static Arbitrary<Path> paths() {
        return Arbitraries.of(PATHS).map(Generators::path);
    }

    private static Path path(String text) {
        return ((Expr.Field)
                        Projection.parse(text).orElseThrow().columns().get(0).expr())
                .path();
    }

    private static Arbitrary<Expr> field() {
        return Arbitraries.of(List.of("a", "b", "c.d", "c", "items[0]", "items[1].x", "items", "\"e f\"", "t"))
                .map(text -> new Expr.Field(path(text)));
    }

    private static Arbitrary<Expr> number() {
        return Arbitraries.of(NUMBERS).map(text -> new Expr.Num(new BigDecimal(text)));
    }

    private static Arbitrary<Expr> text() {
        return Arbitraries.of(TEXTS).map(Expr.Text::new);
    }

    static Arbitrary<Expr> numeric(int depth) {
        Arbitrary<Expr> leaf = Arbitraries.oneOf(number(), field(), field());
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Expr> inner = numeric(depth - 1);
        return Arbitraries.oneOf(
                leaf,
                Combinators.combine(Arbitraries.of(Expr.Operator.class), inner, inner)
                        .as(Expr.Arithmetic::new),
                inner.map(Expr::negate),
                Combinators.combine(Arbitraries.of(Function.ABS, Function.FLOOR, Function.CEIL, Function.ROUND), inner)
                        .as((function, value) -> new Expr.Call(function, List.of(value))),
                inner.map(value -> new Expr.Call(Function.ROUND, List.of(value, new Expr.Num(BigDecimal.valueOf(2))))),
                textual(depth - 1).map(value -> new Expr.Cast(value, Expr.Target.NUMBER)),
                textual(depth - 1).map(value -> new Expr.Call(Function.LENGTH, List.of(value))),
                Combinators.combine(inner, inner).as((x, y) -> new Expr.Call(Function.COALESCE, List.of(x, y))),
                choice(inner));
    }

    static Arbitrary<Expr> textual(int depth) {
        Arbitrary<Expr> leaf = Arbitraries.oneOf(text(), field(), field());
        if (depth == 0) {
            return leaf;
        }
        return Arbitraries.oneOf(
                leaf,
                textual(depth - 1).map(value -> new Expr.Call(Function.LOWER, List.of(value))),
                textual(depth - 1).map(value -> new Expr.Call(Function.UPPER, List.of(value))),
                numeric(depth - 1).map(value -> new Expr.Cast(value, Expr.Target.STRING)),
                choice(textual(depth - 1)));
    }

    /** A case with one or two branches, with or without an else. */
    private static Arbitrary<Expr> choice(Arbitrary<Expr> value) {
        Arbitrary<Expr> otherwise = Arbitraries.oneOf(value, Arbitraries.just(new Expr.Null()));
        return Combinators.combine(predicate(0), value, predicate(0), value, otherwise)
                .as((first, x, second, y, last) -> {
                    Case inner = Case.of(second, y, last);
                    return y.equals(last) ? Case.of(first, x, last) : Case.of(first, x, inner);
                });
    }

    private static Arbitrary<Expr> list() {
        return Arbitraries.oneOf(number(), text(), Arbitraries.just(new Expr.Null()))
                .list()
                .ofMaxSize(3)
                .map(Array::new);
    }

    private static Arbitrary<Expr> temporal() {
        Arbitrary<Expr> leaf = Arbitraries.oneOf(
                field().map(value -> new Expr.Call(Function.TIME, List.of(value))),
                Arbitraries.just(new Expr.Call(Function.NOW, List.of())),
                Arbitraries.just(new Expr.Field(new Path(Path.Root.TIMESTAMP, List.of()))),
                Arbitraries.just(new Expr.Call(Function.TIME, List.of(new Expr.Text("2026-01-31 12:00:00.25")))));
        Arbitrary<Expr> length = Arbitraries.of("15m", "1h30m", "2.5s")
                .map(text -> new Expr.Call(Function.DURATION, List.of(new Expr.Text(text))));
        return Arbitraries.oneOf(
                leaf,
                Combinators.combine(Arbitraries.of(Expr.Operator.PLUS, Expr.Operator.MINUS), leaf, length)
                        .as(Expr.Arithmetic::new));
    }

    private static Arbitrary<Expr> predicate(int depth) {
        Arbitrary<Expr.Relation> relation = Arbitraries.of(Expr.Relation.class);
        Arbitrary<Expr.Relation> equality = Arbitraries.of(Expr.Relation.EQUAL, Expr.Relation.NOT_EQUAL);
        return Arbitraries.oneOf(
                Combinators.combine(relation, numeric(depth), numeric(depth)).as(Expr.Comparison::new),
                Combinators.combine(relation, field(), number()).as(Expr.Comparison::new),
                Combinators.combine(relation, field(), text()).as(Expr.Comparison::new),
                Combinators.combine(relation, field(), field()).as(Expr.Comparison::new),
                Combinators.combine(relation, temporal(), Arbitraries.oneOf(temporal(), field()))
                        .as(Expr.Comparison::new),
                Combinators.combine(
                                equality, field(), Arbitraries.of(true, false).map(Expr.Bool::new))
                        .as(Expr.Comparison::new),
                Combinators.combine(
                                field(),
                                Arbitraries.oneOf(number(), text())
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(12))
                        .as(Expr.In::new),
                Combinators.combine(field(), number().list().ofMinSize(8).ofMaxSize(12))
                        .as(Expr.In::new),
                Combinators.combine(field(), text().list().ofMinSize(8).ofMaxSize(12))
                        .as(Expr.In::new),
                Combinators.combine(numeric(depth), numeric(depth), numeric(depth))
                        .as(Expr.Between::new),
                Combinators.combine(
                                field(),
                                Arbitraries.of("%", "a%", "_", "%b", "%!%%", "a_", "%a%", "__%"),
                                Arbitraries.just("!"))
                        .as(Expr.Like::new),
                Arbitraries.oneOf(numeric(depth), textual(depth)).map(Expr.IsNull::new),
                paths().map(Expr.Exists::new),
                Combinators.combine(
                                Arbitraries.of(Function.CONTAINS, Function.STARTS_WITH, Function.ENDS_WITH),
                                textual(depth),
                                textual(depth))
                        .as((function, x, y) -> new Expr.Call(function, List.of(x, y))),
                Combinators.combine(textual(depth), Arbitraries.of("^a", "[0-9]+", "b$", "a|é"))
                        .as((x, regex) -> new Expr.Call(Function.MATCHES, List.of(x, new Expr.Text(regex)))),
                Arbitraries.oneOf(field(), text()).map(value -> new Expr.Cast(value, Expr.Target.BOOLEAN)),
                field(),
                Arbitraries.of(true, false).map(Expr.Bool::new));
    }

    static Arbitrary<Expr> condition(int depth) {
        Arbitrary<Expr> leaf = predicate(Math.min(depth, 2));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Expr> inner = condition(depth - 1);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, leaf),
                net.jqwik.api.Tuple.of(1, inner.map(Expr.Not::new)),
                net.jqwik.api.Tuple.of(
                        1, inner.list().ofMinSize(2).ofMaxSize(4).map(operands -> new Expr.And(operands))),
                net.jqwik.api.Tuple.of(
                        1, inner.list().ofMinSize(2).ofMaxSize(4).map(operands -> new Expr.Or(operands))),
                net.jqwik.api.Tuple.of(1, inner.map(Expr.IsNull::new)));
    }

    static Arbitrary<Filter> filters() {
        return condition(2).map(tree -> Filter.of(tree).orElseThrow());
    }

    static Arbitrary<Projection> projections() {
        Arbitrary<Expr> column = Arbitraries.oneOf(
                field(),
                numeric(1),
                textual(1),
                condition(0),
                list(),
                choice(Arbitraries.oneOf(field(), number(), list())));
        Arbitrary<Map<String, Expr>> columns = Arbitraries.maps(
                        Arbitraries.of("a", "b", "items", "e f", "end", "n1", "n2"), column)
                .ofMaxSize(4);
        Arbitrary<List<String>> except =
                Arbitraries.of("a", "c", "t", "zz").list().uniqueElements().ofMaxSize(2);
        return Combinators.combine(Arbitraries.of(true, false), except, columns).as((whole, left, named) -> {
            List<Projection.Column> all = named.entrySet().stream()
                    .map(entry -> new Projection.Column(entry.getKey(), entry.getValue()))
                    .toList();
            boolean members = whole || all.isEmpty();
            return Projection.of(new Projection.Columns(members, members ? left : List.of(), all))
                    .orElseThrow();
        });
    }

    /** A document, and the same without members that a first one of the same name hides. */
    record Written(String json, String first) {}

    private record Member(String name, Written value) {}

    static Arbitrary<Written> documents() {
        return object(2);
    }

    private static Arbitrary<Written> json(int depth) {
        Arbitrary<Written> scalar = Arbitraries.oneOf(
                        Arbitraries.of(NUMBERS), Arbitraries.of(TEXTS).map(Generators::quote),
                        Arbitraries.of(TEXTS).map(Generators::escape),
                                Arbitraries.of("true", "false", "null", "[2026,1,31,12]"))
                .map(text -> new Written(text, text));
        return depth == 0 ? scalar : Arbitraries.oneOf(scalar, scalar, scalar, object(depth - 1), array(depth - 1));
    }

    private static Arbitrary<Written> array(int depth) {
        return json(depth)
                .list()
                .ofMaxSize(3)
                .map(items -> new Written(
                        items.stream().map(Written::json).collect(Collectors.joining(" , ", "[ ", "]")),
                        items.stream().map(Written::first).collect(Collectors.joining(",", "[", "]"))));
    }

    private static Arbitrary<Written> object(int depth) {
        Arbitrary<Member> any = Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d", "e f", "items", "t", "x", "zz"), json(depth))
                .as(Member::new);
        Arbitrary<Member> items = array(depth).map(value -> new Member("items", value));
        return Arbitraries.oneOf(any, any, any, items)
                .list()
                .ofMaxSize(8)
                .map(members -> new Written(
                        members.stream()
                                .map(member -> escapeSome(member.name()) + " :"
                                        + member.value().json())
                                .collect(Collectors.joining(",\n", "{", " }")),
                        members.stream()
                                .collect(Collectors.toMap(
                                        Member::name, Member::value, (one, two) -> one, java.util.LinkedHashMap::new))
                                .entrySet()
                                .stream()
                                .map(entry -> quote(entry.getKey()) + ":"
                                        + entry.getValue().first())
                                .collect(Collectors.joining(",", "{", "}"))));
    }

    private static String escapeSome(String name) {
        return name.equals("b") ? "\"\\u0062\"" : quote(name);
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String escape(String text) {
        return text.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining("", "\"", "\""));
    }
}
