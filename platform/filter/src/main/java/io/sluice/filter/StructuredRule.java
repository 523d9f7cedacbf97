package io.sluice.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one structured rule: {@code mapping}, {@code comparison} or {@code group}. The first fault of a rule ends it; its pointer
 * says where. Nesting, and so recursion, is bounded by the parser of its JSON.
 */
final class StructuredRule {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.MAX_DEPTH)
                    .maxNumberLength(Limits.MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private final RuleScope scope;
    private final String pointer;
    private final List<Rules.Fault> faults;

    StructuredRule(RuleScope scope, String pointer, List<Rules.Fault> faults) {
        this.scope = scope;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** What the rule does; null where a fault was added. */
    @Nullable RuleEffect read(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            Object rule = value(parser);
            if (parser.nextToken() != null) {
                throw refuse(pointer, "expected nothing behind the rule");
            }
            return effect(new RuleObject(rule, pointer, this::refuse));
        } catch (SyntaxError e) {
            return null;
        } catch (IOException malformed) {
            faults.add(new Rules.Fault(pointer, "this is not JSON", null, 0));
            return null;
        }
    }

    private SyntaxError refuse(String at, String message) {
        faults.add(new Rules.Fault(at, message, null, 0));
        return new SyntaxError(true);
    }

    /** Objects as maps, arrays as lists, numbers with every digit. */
    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                BigDecimal number = Numbers.parse(parser.getText());
                yield number == null ? Double.NaN : number;
            }
            default -> null;
        };
    }

    private RuleEffect effect(RuleObject rule) {
        String type = rule.text("type");
        rule.optionalText("description");
        return switch (type) {
            case "mapping" -> mapping(rule);
            case "comparison", "group" -> judging(rule);
            default -> throw rule.refuse("type", "expected mapping, comparison or group");
        };
    }

    private RuleEffect mapping(RuleObject rule) {
        String column = column(rule);
        String action = rule.text("action");
        switch (action) {
            case "drop" -> {
                rule.end();
                scope.kept(column);
                return new RuleEffect(List.of(), null, Map.of(), Set.of(column));
            }
            case "rename" -> {
                String name = rule.text("new_name");
                rule.end();
                Expr value = scope.columnOr(column, scope.kept(name));
                return name.equals(column)
                        ? RuleEffect.assigning(Map.of())
                        : new RuleEffect(List.of(), null, Map.of(name, value), Set.of(column));
            }
            default -> throw rule.refuse("action", "expected drop or rename");
        }
    }

    private String column(RuleObject rule) {
        String column = rule.text("column");
        String fault = scope.fault(column);
        if (fault != null) {
            throw rule.refuse("column", fault);
        }
        return column;
    }

    /** A rule at the top drops records, or, with {@code keep_nulls}, takes away the values that fail. */
    private RuleEffect judging(RuleObject rule) {
        boolean keepsNulls = rule.flag("keep_nulls");
        Set<String> columns = new LinkedHashSet<>();
        Map<String, Expr> nulled = new LinkedHashMap<>();
        Expr condition = condition(rule, columns, nulled);
        if (keepsNulls) {
            columns.forEach(column -> nulled.put(column, nullUnless(condition, column)));
            return RuleEffect.assigning(nulled);
        }
        return new RuleEffect(List.of(), condition, nulled, Set.of());
    }

    /** The column where the condition holds, null where it does not; a column that is missing stays missing. */
    private Expr nullUnless(Expr condition, String column) {
        Expr value = scope.column(column);
        return new Case(
                List.of(
                        new Case.Branch(condition, scope.kept(column)),
                        new Case.Branch(new Expr.IsNull(value), scope.kept(column))),
                new Expr.Null());
    }

    private Expr condition(RuleObject rule, Set<String> columns, Map<String, Expr> nulled) {
        return rule.text("type").equals("group") ? group(rule, columns, nulled) : comparison(rule, columns);
    }

    private Expr group(RuleObject rule, Set<String> columns, Map<String, Expr> nulled) {
        String logic = rule.text("logic").toLowerCase(Locale.ROOT);
        if (!logic.equals("and") && !logic.equals("or")) {
            throw rule.refuse("logic", "expected and, or or");
        }
        List<Expr> operands = new ArrayList<>();
        for (RuleObject inner : rule.objects("rules")) {
            String type = inner.text("type");
            if (!type.equals("comparison") && !type.equals("group")) {
                throw inner.refuse("type", "expected comparison or group inside of a group");
            }
            inner.optionalText("description");
            operands.add(member(inner, logic, columns, nulled));
        }
        rule.end();
        if (operands.isEmpty()) {
            throw rule.refuse("rules", "expected at least one rule");
        }
        if (operands.size() == 1) {
            return operands.get(0);
        }
        return logic.equals("and") ? new Expr.And(operands) : new Expr.Or(operands);
    }

    /** A rule that keeps nulls never drops a record, so it decides nothing in the group around it. */
    private Expr member(RuleObject rule, String logic, Set<String> columns, Map<String, Expr> nulled) {
        if (!rule.flag("keep_nulls")) {
            return condition(rule, columns, nulled);
        } else if (logic.equals("or")) {
            throw rule.refuse("keep_nulls", "a rule that keeps nulls would let every record through an or");
        }
        Set<String> own = new LinkedHashSet<>();
        Expr condition = condition(rule, own, nulled);
        own.forEach(column -> nulled.put(column, nullUnless(condition, column)));
        return new Expr.Bool(true);
    }

    private Expr comparison(RuleObject rule, Set<String> columns) {
        String column = column(rule);
        Expr left = scope.column(column);
        columns.add(column);
        String op = rule.text("op").strip().toLowerCase(Locale.ROOT);
        Expr condition =
                switch (op) {
                    case "in" -> in(rule, left);
                    case "nin", "not in", "not_in" -> new Expr.Not(in(rule, left));
                    case "between" -> between(rule, left);
                    default -> compared(rule, relation(rule, op), left);
                };
        rule.end();
        return condition;
    }

    private static Expr.Relation relation(RuleObject rule, String op) {
        return switch (op) {
            case "eq", "=", "==" -> Expr.Relation.EQUAL;
            case "neq", "ne", "!=", "<>" -> Expr.Relation.NOT_EQUAL;
            case "gt", ">" -> Expr.Relation.GREATER;
            case "gte", ">=" -> Expr.Relation.GREATER_OR_EQUAL;
            case "lt", "<" -> Expr.Relation.LESS;
            case "lte", "<=" -> Expr.Relation.LESS_OR_EQUAL;
            default -> throw rule.refuse("op", "expected one of eq neq gt gte lt lte in nin between");
        };
    }

    private Expr compared(RuleObject rule, Expr.Relation relation, Expr left) {
        boolean ordered = relation != Expr.Relation.EQUAL && relation != Expr.Relation.NOT_EQUAL;
        if (rule.isNull("value") && !ordered) {
            Expr absent = new Expr.IsNull(left);
            return relation == Expr.Relation.EQUAL ? absent : new Expr.Not(absent);
        }
        Object value = rule.scalar("value");
        if (ordered && value instanceof Boolean) {
            throw rule.refuse("value", "expected something that has an order, found true or false");
        }
        return new Expr.Comparison(relation, left, value(value, ordered));
    }

    private Expr between(RuleObject rule, Expr left) {
        List<Object> bounds = rule.scalars("value");
        if (bounds.size() != 2 || bounds.stream().anyMatch(Boolean.class::isInstance)) {
            throw rule.refuse("value", "expected a list of two bounds, such as [1, 10]");
        }
        return new Expr.Between(left, value(bounds.get(0), true), value(bounds.get(1), true));
    }

    private static Expr in(RuleObject rule, Expr left) {
        List<Object> options = rule.scalars("value");
        if (options.size() > Limits.MAX_IN_LIST) {
            throw rule.refuse("value", "a list has at most " + Limits.MAX_IN_LIST + " options");
        }
        return options.isEmpty()
                ? new Expr.Bool(false)
                : new Expr.In(
                        left, options.stream().map(StructuredRule::literal).toList());
    }

    /** A text is the column of that name where the record has one. */
    private Expr value(Object value, boolean ordered) {
        Expr literal = literal(value);
        if (!(value instanceof String name)) {
            return literal;
        }
        boolean time = ordered && Literals.time(literal) != null;
        return time ? new Expr.Call(Function.TIME, List.of(literal)) : scope.columnOr(name, literal);
    }

    private static Expr literal(Object value) {
        if (value instanceof BigDecimal number) {
            return new Expr.Num(number);
        }
        return value instanceof Boolean truth ? new Expr.Bool(truth) : new Expr.Text(value.toString());
    }
}
