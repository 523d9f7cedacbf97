package io.sluice.filter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one pattern; the nesting of its JSON, and so the recursion, is bounded by the parser. */
final class PatternReader {
    private final JsonParser parser;
    private final List<Violation> violations;

    PatternReader(JsonParser parser, List<Violation> violations) {
        this.parser = parser;
        this.violations = violations;
    }

    /** The conditions of the whole pattern, all of which must hold. */
    List<Expr> pattern() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refuse("expected a pattern: a JSON object such as {\"value\": {\"type\": [\"created\"]}}");
        }
        List<Expr> all = members(null);
        if (parser.nextToken() != null) {
            throw refuse("expected nothing behind the pattern");
        }
        return all;
    }

    /** What an object asks for: of the record where there is no path, else of what the path leads to. */
    private List<Expr> members(@Nullable Path above) throws IOException {
        List<Expr> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name.equals("$or")) {
                parser.nextToken();
                all.add(alternatives(above));
                continue;
            }
            Path path = above == null ? part(name) : step(above, name);
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && isOpen(path)) {
                all.addAll(members(path));
            } else if (token == JsonToken.START_ARRAY && !isUnnamedHeader(path)) {
                all.add(values(path));
            } else {
                throw refuse(expected(path, name));
            }
        }
        return all;
    }

    /** The part of a record that a name at the top stands for; headers stand for themselves until they have a name. */
    private Path part(String name) {
        for (Path.Root root : Path.Root.values()) {
            if (root.word().equals(name)) {
                return root == Path.Root.HEADERS
                        ? new Path(root, List.of(new Path.Name("")))
                        : new Path(root, List.of());
            }
        }
        throw refuse("expected a part of a record (value, key, headers, topic, partition, offset, timestamp) or $or");
    }

    private static Path step(Path above, String name) {
        List<Path.Step> steps = above.root() == Path.Root.HEADERS ? new ArrayList<>() : new ArrayList<>(above.steps());
        steps.add(new Path.Name(name));
        return new Path(above.root(), steps);
    }

    private static String expected(Path path, String name) {
        return isUnnamedHeader(path)
                ? "expected an object with the names of headers"
                : "expected an " + (isOpen(path) ? "object or an " : "") + "array of values for '" + name + "'";
    }

    private static boolean isUnnamedHeader(Path path) {
        return path.root() == Path.Root.HEADERS && path.steps().get(0).equals(new Path.Name(""));
    }

    /** Whether an object may follow: whether there is something inside of it. */
    private static boolean isOpen(Path path) {
        return switch (path.root()) {
            case VALUE, KEY -> true;
            case HEADERS -> isUnnamedHeader(path);
            case TEXT, PARTITION, OFFSET, TIMESTAMP, TOPIC -> false;
        };
    }

    private Expr alternatives(@Nullable Path above) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw refuse("expected an array of patterns for '$or'");
        }
        List<Expr> any = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw refuse("expected a pattern");
            }
            any.add(all(members(above)));
        }
        return any(any);
    }

    private Expr values(Path path) throws IOException {
        List<Expr> any = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                any.add(all(operators(path)));
            } else if (parser.currentToken() == JsonToken.VALUE_NULL) {
                any.add(new Expr.And(List.of(new Expr.IsNull(new Expr.Field(path)), new Expr.Exists(path))));
            } else {
                any.add(equal(path, literal()));
            }
        }
        return any(any);
    }

    private static Expr equal(Path path, Expr value) {
        return new Expr.Comparison(Expr.Relation.EQUAL, new Expr.Field(path), value);
    }

    private Expr all(List<Expr> operands) {
        if (operands.isEmpty()) {
            throw refuse("expected at least one condition");
        }
        return operands.size() == 1 ? operands.get(0) : new Expr.And(operands);
    }

    private Expr any(List<Expr> operands) {
        if (operands.isEmpty()) {
            throw refuse("expected at least one value");
        }
        return operands.size() == 1 ? operands.get(0) : new Expr.Or(operands);
    }

    private List<Expr> operators(Path path) throws IOException {
        List<Expr> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String operator = parser.currentName();
            parser.nextToken();
            all.add(operator(path, operator));
        }
        return all;
    }

    private Expr operator(Path path, String operator) throws IOException {
        return switch (operator) {
            case "exists" -> exists(path);
            case "numeric" -> numeric(path);
            case "anything-but" -> anythingBut(path);
            default -> textual(path, operator);
        };
    }

    private Expr exists(Path path) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> new Expr.Exists(path);
            case VALUE_FALSE -> new Expr.Not(new Expr.Exists(path));
            default -> throw refuse("expected true or false for 'exists'");
        };
    }

    /** The operators that compare with one text. */
    private Expr textual(Path path, String operator) throws IOException {
        Expr field = new Expr.Field(path);
        boolean folded = parser.currentToken() == JsonToken.START_OBJECT
                && parser.nextToken() == JsonToken.FIELD_NAME
                && parser.currentName().equals("equals-ignore-case");
        if (folded) {
            parser.nextToken();
            field = new Expr.Call(Function.LOWER, List.of(field));
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw refuse("expected a text for '" + operator + "'");
        }
        String text = folded ? parser.getText().toLowerCase(Locale.ROOT) : parser.getText();
        Expr result = compared(field, operator, text);
        if (folded && parser.nextToken() != JsonToken.END_OBJECT) {
            throw refuse("expected only 'equals-ignore-case' in '" + operator + "'");
        }
        return result;
    }

    private Expr compared(Expr field, String operator, String text) {
        Expr value = new Expr.Text(text);
        return switch (operator) {
            case "prefix" -> new Expr.Call(Function.STARTS_WITH, List.of(field, value));
            case "suffix" -> new Expr.Call(Function.ENDS_WITH, List.of(field, value));
            case "wildcard" -> wildcard(field, text);
            case "equals-ignore-case" ->
                new Expr.Comparison(
                        Expr.Relation.EQUAL,
                        new Expr.Call(Function.LOWER, List.of(field)),
                        new Expr.Text(text.toLowerCase(Locale.ROOT)));
            default ->
                throw refuse("expected prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric or exists");
        };
    }

    /** A star is any text; a backslash makes a star or a backslash plain, as it does in the pattern. */
    private static Expr wildcard(Expr field, String text) {
        boolean plain = text.indexOf('%') < 0 && text.indexOf('_') < 0 && text.indexOf('\\') < 0;
        if (plain) {
            return new Expr.Like(field, text.replace('*', '%'), "");
        }
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escapes = c == '\\' && i + 1 < text.length();
            char meant = escapes ? text.charAt(++i) : c;
            boolean special = meant == '%' || meant == '_' || meant == '\\';
            pattern.append(special ? "\\" : "").append(!escapes && meant == '*' ? '%' : meant);
        }
        return new Expr.Like(field, pattern.toString(), "\\");
    }

    private Expr anythingBut(Path path) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return new Expr.Not(all(operators(path)));
        } else if (parser.currentToken() != JsonToken.START_ARRAY) {
            return new Expr.Comparison(Expr.Relation.NOT_EQUAL, new Expr.Field(path), literal());
        }
        List<Expr> options = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            options.add(literal());
        }
        if (options.isEmpty()) {
            throw refuse("expected at least one value");
        }
        return new Expr.Not(new Expr.In(new Expr.Field(path), options));
    }

    private Expr numeric(Path path) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw refuse("expected an array such as [\">\", 0, \"<=\", 5] for 'numeric'");
        }
        List<Expr> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Expr.Relation relation = relation();
            parser.nextToken();
            if (relation == null || !(literal() instanceof Expr.Num bound)) {
                throw refuse("expected one of =, <, <=, >, >= and a number, once or twice");
            }
            all.add(new Expr.Comparison(relation, new Expr.Field(path), bound));
        }
        return all(all);
    }

    private Expr.@Nullable Relation relation() throws IOException {
        String symbol = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        for (Expr.Relation relation : Expr.Relation.values()) {
            if (relation.symbol().equals(symbol)) {
                return relation;
            }
        }
        return null;
    }

    private Expr literal() throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new Expr.Text(parser.getText());
            case VALUE_TRUE -> new Expr.Bool(true);
            case VALUE_FALSE -> new Expr.Bool(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                BigDecimal number = Numbers.parse(parser.getText());
                if (number == null) {
                    throw refuse("this number is too large");
                }
                yield new Expr.Num(number);
            }
            default -> throw refuse("expected a text, a number, true or false");
        };
    }

    /** Reports what is wrong here; reading ends with the first fault. */
    private SyntaxError refuse(String message) {
        long at = parser.currentTokenLocation().getCharOffset();
        violations.add(new Violation(message, (int) Math.max(0, at), 0));
        return new SyntaxError(true);
    }
}
