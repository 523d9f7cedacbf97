package io.sluice.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The language as plainly as it can be said: over JSON trees, with objects for everything. Values are null (unknown), {@link
 * BigDecimal}, {@link String}, {@link Boolean}, {@link Instant}, {@link Duration} or {@link JsonNode} for containers.
 */
final class Oracle implements Expr.Visitor<Object> {
    private final JsonNode value;
    private final RecordView record;
    private final Instant now;

    Oracle(JsonNode value, RecordView record, Instant now) {
        this.value = value;
        this.record = record;
        this.now = now;
    }

    Verdict verdict(Filter filter) {
        return Boolean.TRUE.equals(filter.tree().accept(this)) ? Verdict.MATCH : Verdict.NO_MATCH;
    }

    ObjectNode project(Projection projection) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (projection.isWhole()) {
            value.properties().forEach(member -> out.set(member.getKey(), member.getValue()));
            out.remove(projection.except());
        }
        for (Projection.Column column : projection.columns()) {
            column(column.name(), chosen(column.expr()), out);
        }
        return out;
    }

    private Expr chosen(Expr expr) {
        if (!(expr instanceof Case choice)) {
            return expr;
        }
        return chosen(choice.branches().stream()
                .filter(branch -> Boolean.TRUE.equals(truth(branch.when())))
                .map(Case.Branch::then)
                .findFirst()
                .orElse(choice.otherwise()));
    }

    private void column(String name, Expr expr, ObjectNode out) {
        if (expr instanceof Expr.Field field && field.path().root() == Path.Root.VALUE) {
            JsonNode found = find(field.path());
            out.remove(name);
            if (!found.isMissingNode()) {
                out.set(name, found);
            }
            return;
        }
        Object result = expr.accept(this);
        if (result instanceof BigDecimal number) {
            out.put(name, number);
        } else if (result instanceof String text) {
            out.put(name, text);
        } else if (result instanceof Boolean truth) {
            out.put(name, truth);
        } else if (result instanceof Instant time) {
            out.put(name, time.toString());
        } else if (result instanceof JsonNode node) {
            out.set(name, node);
        } else {
            out.putNull(name);
        }
    }

    private JsonNode find(Path path) {
        JsonNode node = value;
        for (Path.Step step : path.steps()) {
            node = step instanceof Path.Name name ? node.path(name.name()) : node.path(((Path.Index) step).index());
        }
        return node;
    }

    @Override
    public Object text(Expr.Text node) {
        return node.value();
    }

    @Override
    public Object num(Expr.Num node) {
        return node.value();
    }

    @Override
    public Object bool(Expr.Bool node) {
        return node.value();
    }

    @Override
    public Object nothing(Expr.Null node) {
        return null;
    }

    @Override
    public Object field(Expr.Field node) {
        return switch (node.path().root()) {
            case PARTITION -> BigDecimal.valueOf(record.partition());
            case OFFSET -> BigDecimal.valueOf(record.offset());
            case TIMESTAMP -> Instant.ofEpochMilli(record.timestamp());
            case TOPIC -> record.topic();
            case VALUE -> {
                JsonNode found = find(node.path());
                yield found.isNumber()
                        ? found.decimalValue()
                        : found.isTextual()
                                ? found.textValue()
                                : found.isBoolean() ? found.booleanValue() : found.isContainerNode() ? found : null;
            }
            case KEY, TEXT, HEADERS -> throw new IllegalArgumentException("not generated");
        };
    }

    private Boolean truth(Expr expr) {
        return expr.accept(this) instanceof Boolean truth ? truth : null;
    }

    @Override
    public Object and(Expr.And node) {
        List<Boolean> all = node.operands().stream()
                .map(this::truth)
                .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
        return all.contains(false) ? Boolean.FALSE : all.contains(null) ? null : Boolean.TRUE;
    }

    @Override
    public Object or(Expr.Or node) {
        List<Boolean> all = node.operands().stream()
                .map(this::truth)
                .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
        return all.contains(true) ? Boolean.TRUE : all.contains(null) ? null : Boolean.FALSE;
    }

    private static Boolean not(Boolean truth) {
        return truth == null ? null : !truth;
    }

    private static Boolean both(Boolean a, Boolean b) {
        if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
            return false;
        }
        return a == null || b == null ? null : Boolean.TRUE;
    }

    @Override
    public Object not(Expr.Not node) {
        return not(truth(node.operand()));
    }

    @Override
    public Object comparison(Expr.Comparison node) {
        return compare(node.relation(), node.left().accept(this), node.right().accept(this));
    }

    private static Boolean compare(Expr.Relation relation, Object left, Object right) {
        Object a = left;
        Object b = right;
        if (a instanceof Instant || b instanceof Instant) {
            a = time(a);
            b = time(b);
        }
        if (a == null || b == null || a instanceof JsonNode || b instanceof JsonNode) {
            return null;
        }
        boolean ordered = a.getClass() == b.getClass() && !(a instanceof Boolean);
        Integer order = ordered ? order(a, b) : null;
        boolean equal = ordered ? order == 0 : a.equals(b);
        return switch (relation) {
            case EQUAL -> equal;
            case NOT_EQUAL -> !equal;
            case LESS -> order == null ? null : order < 0;
            case LESS_OR_EQUAL -> order == null ? null : order <= 0;
            case GREATER -> order == null ? null : order > 0;
            case GREATER_OR_EQUAL -> order == null ? null : order >= 0;
        };
    }

    private static int order(Object a, Object b) {
        if (a instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) b);
        } else if (a instanceof Instant time) {
            return time.compareTo((Instant) b);
        } else if (a instanceof Duration length) {
            return length.compareTo((Duration) b);
        }
        return Arrays.compare(
                ((String) a).codePoints().toArray(), ((String) b).codePoints().toArray());
    }

    @Override
    public Object in(Expr.In node) {
        Boolean result = false;
        Object sought = node.value().accept(this);
        for (Expr option : node.options()) {
            Boolean equal = compare(Expr.Relation.EQUAL, sought, option.accept(this));
            result = not(both(not(result), not(equal)));
        }
        return result;
    }

    @Override
    public Object between(Expr.Between node) {
        Object sought = node.value().accept(this);
        return both(
                compare(Expr.Relation.GREATER_OR_EQUAL, sought, node.low().accept(this)),
                compare(Expr.Relation.LESS_OR_EQUAL, sought, node.high().accept(this)));
    }

    @Override
    public Object like(Expr.Like node) {
        if (!(node.value().accept(this) instanceof String text)) {
            return null;
        }
        StringBuilder regex = new StringBuilder();
        boolean escaped = false;
        for (int point : node.pattern().codePoints().toArray()) {
            String c = Character.toString(point);
            if (!escaped && c.equals(node.escape())) {
                escaped = true;
                continue;
            }
            regex.append(!escaped && c.equals("%") ? ".*" : !escaped && c.equals("_") ? "." : Pattern.quote(c));
            escaped = false;
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }

    @Override
    public Object isNull(Expr.IsNull node) {
        return node.value().accept(this) == null;
    }

    @Override
    public Object exists(Expr.Exists node) {
        return node.path().root() != Path.Root.VALUE || !find(node.path()).isMissingNode();
    }

    @Override
    public Object arithmetic(Expr.Arithmetic node) {
        Object a = node.left().accept(this);
        Object b = node.right().accept(this);
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return calculate(node.operator(), x, y);
        }
        boolean plus = node.operator() == Expr.Operator.PLUS;
        boolean temporal =
                a instanceof Instant || b instanceof Instant || a instanceof Duration || b instanceof Duration;
        if (!temporal || (!plus && node.operator() != Expr.Operator.MINUS)) {
            return null;
        } else if (a instanceof Duration x && b instanceof Duration y) {
            return plus ? x.plus(y) : x.minus(y);
        } else if (b instanceof Duration by) {
            Instant moved = time(a);
            return moved == null ? null : plus ? moved.plus(by) : moved.minus(by);
        } else if (a instanceof Duration by) {
            Instant moved = time(b);
            return moved == null || !plus ? null : moved.plus(by);
        }
        Instant from = time(b);
        Instant to = time(a);
        return from == null || to == null || plus ? null : Duration.between(from, to);
    }

    private static BigDecimal calculate(Expr.Operator operator, BigDecimal x, BigDecimal y) {
        return switch (operator) {
            case PLUS -> x.add(y);
            case MINUS -> x.subtract(y);
            case TIMES -> x.multiply(y);
            case DIVIDE -> y.signum() == 0 ? null : x.divide(y, MathContext.DECIMAL128);
            case REMAINDER -> y.signum() == 0 ? null : x.remainder(y);
        };
    }

    @Override
    public Object negate(Expr.Negate node) {
        Object operand = node.operand().accept(this);
        return operand instanceof BigDecimal number
                ? number.negate()
                : operand instanceof Duration length ? length.negated() : null;
    }

    @Override
    public Object call(Expr.Call node) {
        List<Object> arguments = node.arguments().stream()
                .map(argument -> argument.accept(this))
                .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
        Object first = arguments.isEmpty() ? null : arguments.get(0);
        Object second = arguments.size() < 2 ? null : arguments.get(1);
        String text = first instanceof String s ? s : null;
        String other = second instanceof String s ? s : null;
        BigDecimal number = first instanceof BigDecimal n ? n : null;
        boolean texts = text != null && other != null;
        return switch (node.function()) {
            case LOWER -> text == null ? null : text.toLowerCase(Locale.ROOT);
            case UPPER -> text == null ? null : text.toUpperCase(Locale.ROOT);
            case LENGTH ->
                text != null
                        ? BigDecimal.valueOf(text.codePointCount(0, text.length()))
                        : first instanceof JsonNode array && array.isArray() ? BigDecimal.valueOf(array.size()) : null;
            case CONTAINS -> texts ? text.contains(other) : null;
            case STARTS_WITH -> texts ? text.startsWith(other) : null;
            case ENDS_WITH -> texts ? text.endsWith(other) : null;
            case MATCHES -> texts ? Pattern.compile(other).matcher(text).find() : null;
            case ABS -> number == null ? null : number.abs();
            case ROUND ->
                number == null
                        ? null
                        : number.setScale(second == null ? 0 : ((BigDecimal) second).intValue(), RoundingMode.HALF_UP);
            case FLOOR -> number == null ? null : number.setScale(0, RoundingMode.FLOOR);
            case CEIL -> number == null ? null : number.setScale(0, RoundingMode.CEILING);
            case TIME -> time(first);
            case NOW -> now;
            case DURATION -> Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            case COALESCE ->
                arguments.stream()
                        .filter(argument -> argument != null)
                        .findFirst()
                        .orElse(null);
            case WITHIN, WITHIN_BOX -> throw new IllegalArgumentException("not generated");
        };
    }

    @Override
    public Object cast(Expr.Cast node) {
        Object value = node.value().accept(this);
        return switch (node.target()) {
            case NUMBER -> number(value);
            case STRING ->
                value == null || value instanceof JsonNode
                        ? null
                        : value instanceof BigDecimal n ? plain(n) : value.toString();
            case BOOLEAN ->
                value instanceof Boolean
                        ? value
                        : "true".equalsIgnoreCase(String.valueOf(value)) && value instanceof String
                                ? Boolean.TRUE
                                : value instanceof String s && s.equalsIgnoreCase("false") ? Boolean.FALSE : null;
            case TIME -> time(value);
        };
    }

    private static Object number(Object value) {
        if (value instanceof BigDecimal) {
            return value;
        } else if (value instanceof Instant time) {
            return BigDecimal.valueOf(time.getEpochSecond())
                    .movePointRight(3)
                    .add(BigDecimal.valueOf(time.getNano(), 6));
        } else if (value instanceof String text) {
            boolean wellFormed = text.strip().matches("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
            return wellFormed ? new BigDecimal(text.strip()) : null;
        }
        return null;
    }

    private static String plain(BigDecimal number) {
        String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        boolean tiny = number.abs().compareTo(new BigDecimal("1e-6")) < 0;
        return plain.replace("-", "").length() <= 40 && !tiny ? plain : Numbers.text(number);
    }

    private static Instant time(Object value) {
        if (value instanceof Instant time) {
            return time;
        } else if (value instanceof BigDecimal millis) {
            BigDecimal nanos = millis.movePointRight(6).setScale(0, RoundingMode.FLOOR);
            boolean near = millis.abs().compareTo(new BigDecimal("1e15")) < 0;
            java.math.BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(java.math.BigInteger.TEN.pow(9));
            return near ? Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue()) : null;
        } else if (value instanceof JsonNode array
                && array.size() == 1
                && array.path(0).isTextual()) {
            return time(array.get(0).textValue());
        } else if (value instanceof JsonNode array && array.isArray() && array.size() >= 3 && array.size() <= 7) {
            int[] parts = new int[7];
            for (int i = 0; i < array.size(); i++) {
                if (!array.get(i).isIntegralNumber() || array.get(i).intValue() < 0) {
                    return null;
                }
                parts[i] = array.get(i).intValue();
            }
            return dated(() -> LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6])
                    .toInstant(ZoneOffset.UTC));
        } else if (value instanceof String text) {
            String iso = text.replace(' ', 'T');
            Instant time = dated(() -> OffsetDateTime.parse(iso).toInstant());
            time = time != null ? time : dated(() -> LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
            return time != null
                    ? time
                    : dated(() -> LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
        }
        return null;
    }

    private static Instant dated(java.util.function.Supplier<Instant> reading) {
        try {
            return reading.get();
        } catch (java.time.DateTimeException e) {
            return null;
        }
    }

    @Override
    public Object choice(Case node) {
        return chosen(node).accept(this);
    }

    @Override
    public Object array(Array node) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (Expr item : node.items()) {
            Object literal = item.accept(this);
            items.add(
                    literal instanceof BigDecimal number
                            ? JsonNodeFactory.instance.numberNode(number)
                            : literal instanceof String text
                                    ? JsonNodeFactory.instance.textNode(text)
                                    : literal instanceof Boolean truth
                                            ? JsonNodeFactory.instance.booleanNode(truth)
                                            : JsonNodeFactory.instance.nullNode());
        }
        return items;
    }
}
