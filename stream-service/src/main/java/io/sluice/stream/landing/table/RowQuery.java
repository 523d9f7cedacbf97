package io.sluice.stream.landing.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.contract.Landings;
import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import io.sluice.filter.Masker;
import io.sluice.filter.Parsed;
import io.sluice.filter.Path;
import io.sluice.runtime.Json;
import io.sluice.stream.landing.column.Cell;
import io.sluice.stream.landing.column.ColumnType;
import io.sluice.stream.landing.column.ColumnType.Kind;
import io.sluice.stream.landing.column.TableColumn;
import io.sluice.stream.landing.column.Unfit;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question about landed rows: equal in some columns, equal at some paths of what no column took, containing some JSON; newest first, by the
 * time of the record and then its place, so that a page goes on where the last one ended whatever lands meanwhile. Every value is bound with the
 * type of its column; nothing that the caller wrote is a part of the statement. Only rows of the landing's own topics are seen, and of a column that
 * is not shown as it is nothing can be asked.
 */
public final class RowQuery {
    private static final ObjectReader WHOLE = Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Layout layout;
    private final RowVeil veil;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final JsonMatch json = new JsonMatch(conditions, values);

    private RowQuery(Layout layout, List<String> topics, RowVeil veil) {
        this.layout = layout;
        this.veil = veil;
        conditions.add("_topic in (" + String.join(", ", Collections.nCopies(topics.size(), "?")) + ")");
        values.addAll(topics);
        veil.conditions().forEach(condition -> {
            conditions.add(condition.sql());
            values.addAll(condition.values());
        });
    }

    /** Rows as JSON texts, and where to go on. */
    public record Found(List<String> rows, @Nullable String next) {}

    /**
     * @param veil between the rows and who asks
     * @param where texts by the name of a column or a path
     * @param contains JSON; null: anything
     * @throws io.sluice.contract.ProblemException {@link Problem.Invalid}, with a pointer for each name whose value does not fit
     */
    public static RowQuery of(
            Layout layout, List<String> topics, RowVeil veil, Map<String, String> where, @Nullable String contains) {
        RowQuery query = new RowQuery(layout, topics, veil);
        where.forEach(query::equal);
        if (contains != null) {
            query.contains(contains);
        }
        if (!query.violations.isEmpty()) {
            throw Problem.Invalid.of(query.violations).toException();
        }
        return query;
    }

    private void equal(String name, String text) {
        if (!isText(name) || !isText(text)) {
            violations.add(new Violation(pointer(name), "expected a text that Postgres can hold"));
            return;
        }
        Optional<ColumnType> type = layout.column(name).map(TableColumn::type).or(() -> Layout.typeOfSystem(name));
        if (type.isPresent()) {
            equal(name, type.get(), text, pointer(name));
            return;
        }
        Parsed<Path> path = LayoutReader.path(name);
        if (path instanceof Parsed.Failed<Path>) {
            // A member may be named in any way; what is no path is the name of one.
            at(new Path(Path.Root.VALUE, List.of(new Path.Name(name))), text, pointer(name));
        } else {
            at(path.orElseThrow(), text, pointer(name));
        }
    }

    private void equal(String name, ColumnType type, String text, String pointer) {
        if (isHidden(name, pointer)) {
            return;
        }
        String quoted = Identifier.quote(name);
        try {
            if (type.kind() == Kind.JSONB) {
                json.at(quoted, List.of(), text);
                return;
            }
            Object value = Cell.of(type, text);
            conditions.add(quoted + " = cast(? as " + type.sql() + ")");
            values.add(type.kind() == Kind.BYTEA ? value : bound(type, value));
        } catch (Unfit unfit) {
            violations.add(new Violation(pointer, unfit.reason()));
        }
    }

    /** As the driver takes it. */
    private static Object bound(ColumnType type, Object cell) {
        if (cell instanceof byte[] text) {
            return new String(text, StandardCharsets.UTF_8);
        } else if (cell instanceof Instant time) {
            return type.kind() == Kind.TIMESTAMP
                    ? LocalDateTime.ofInstant(time, ZoneOffset.UTC)
                    : time.atOffset(ZoneOffset.UTC);
        }
        return cell;
    }

    private void at(Path path, String text, String pointer) {
        for (TableColumn column : layout.columns()) {
            if (column.path().equals(path)) {
                equal(column.name(), column.type(), text, pointer);
                return;
            }
        }
        for (TableColumn column : layout.columns()) {
            if (column.type().kind() == Kind.JSONB && begins(path, column.path())) {
                List<Path.Step> inside = path.steps()
                        .subList(column.path().steps().size(), path.steps().size());
                inside(column.name(), inside, text, pointer);
                return;
            }
        }
        String rest = layout.rest();
        if (path.root() != Path.Root.VALUE) {
            violations.add(new Violation(pointer, "there is no column with this path"));
        } else if (path.steps().size() > 1 && path.steps().get(0) instanceof Path.Name first && isJson(first.name())) {
            inside(first.name(), path.steps().subList(1, path.steps().size()), text, pointer);
        } else if (rest == null) {
            violations.add(new Violation(
                    pointer, "there is no such column, and the landing keeps nothing besides its columns"));
        } else {
            inside(rest, path.steps(), text, pointer);
        }
    }

    private void inside(String column, List<Path.Step> steps, String text, String pointer) {
        if (!isHidden(column, pointer)) {
            json.at(Identifier.quote(column), steps, text);
        }
    }

    private boolean isHidden(String column, String pointer) {
        boolean hidden = veil.isOn(column);
        if (hidden) {
            violations.add(new Violation(pointer, "you do not see everything in the column " + column));
        }
        return hidden;
    }

    /** The rest is such a column, too. */
    private boolean isJson(String column) {
        return column.equals(layout.rest())
                || layout.column(column)
                        .filter(one -> one.type().kind() == Kind.JSONB)
                        .isPresent();
    }

    private static boolean isText(String text) {
        return JsonMatch.canHold(TextNode.valueOf(text));
    }

    private static boolean begins(Path path, Path with) {
        int length = with.steps().size();
        return path.root() == with.root()
                && path.steps().size() > length
                && path.steps().subList(0, length).equals(with.steps());
    }

    /** What a column took is looked for there, what is left in the rest. */
    private void contains(String text) {
        JsonNode node;
        try {
            node = WHOLE.readTree(text);
        } catch (JsonProcessingException broken) {
            node = MissingNode.getInstance();
        }
        if (!JsonMatch.canHold(node)) {
            violations.add(new Violation("/contains", "expected JSON"));
            return;
        }
        JsonNode left = node instanceof ObjectNode object ? taken(object.deepCopy(), List.of()) : node;
        String rest = layout.rest();
        if (left.isEmpty() && left.isObject() && !node.isEmpty()) {
            return;
        } else if (rest == null) {
            violations.add(new Violation("/contains", "the landing keeps nothing besides its columns"));
            return;
        }
        holds(rest, left);
    }

    private void holds(String column, JsonNode value) {
        if (!isHidden(column, "/contains")) {
            conditions.add(Identifier.quote(column) + " @> ?");
            values.add(new JsonMatch.Value(value.toString()));
        }
    }

    private ObjectNode taken(ObjectNode object, List<Path.Step> above) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            List<Path.Step> steps = new ArrayList<>(above);
            steps.add(new Path.Name(name));
            JsonNode value = object.get(name);
            Optional<TableColumn> column = layout.columns().stream()
                    .filter(one -> one.path().equals(new Path(Path.Root.VALUE, steps)))
                    .findFirst();
            if (column.isPresent() && column.get().type().kind() == Kind.JSONB) {
                holds(column.get().name(), value);
                object.remove(name);
            } else if (column.isPresent()) {
                equal(
                        column.get().name(),
                        column.get().type(),
                        value.isTextual() ? value.textValue() : value.toString(),
                        "/contains");
                object.remove(name);
            } else if (value instanceof ObjectNode inside
                    && !inside.isEmpty()
                    && taken(inside, steps).isEmpty()) {
                object.remove(name);
            }
        }
        return object;
    }

    private static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /**
     * @param on in a transaction, so that rows come as they are needed
     * @param cursor of a previous page, or null
     */
    public Found run(Connection on, int limit, @Nullable String cursor) throws SQLException {
        List<Object> all = new ArrayList<>(values);
        String after = "";
        if (cursor != null) {
            after = " and (_timestamp, _partition, _offset, _topic) < (?::timestamptz, ?, ?, ?)";
            all.addAll(place(cursor));
        }
        String names = layout.written().stream().map(this::shown).collect(Collectors.joining(", "));
        // "r.*" is the row whatever its columns are called; "r" alone would be a column of this name.
        String sql =
                "select row_to_json(r.*)::text, r._timestamp::text, r._partition, r._offset, r._topic from (select "
                        + names
                        + " from "
                        + layout.name() + " where " + String.join(" and ", conditions) + after
                        + " order by _timestamp desc, _partition desc, _offset desc, _topic desc limit " + (limit + 1)
                        + ") r";
        try (PreparedStatement query = on.prepareStatement(sql)) {
            query.setFetchSize(20);
            for (int i = 0; i < all.size(); i++) {
                bind(query, i + 1, all.get(i));
            }
            return read(query, limit);
        }
    }

    /** How many rows it is about. */
    public long count(Connection on) throws SQLException {
        String sql = "select count(*) from " + layout.name() + " where " + String.join(" and ", conditions);
        try (PreparedStatement query = on.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                bind(query, i + 1, values.get(i));
            }
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    /** What was no JSON is in the rest as a text, or as its bytes; no mask finds anything in it, so it is withheld. */
    private String shown(String column) {
        String name = Identifier.quote(column);
        return column.equals(layout.rest()) && veil.isOn(column)
                ? "case jsonb_typeof(" + name + ") when 'array' then " + name + " when 'object' then case when " + name
                        + " - 'base64' <> '{}' or " + name + " = '{}' then " + name + " end end as " + name
                : name;
    }

    private Found read(PreparedStatement query, int limit) throws SQLException {
        Masker masker = veil.masker();
        List<String> rows = new ArrayList<>();
        long bytes = 0;
        String next = null;
        try (ResultSet found = query.executeQuery()) {
            while (found.next()) {
                byte[] whole = found.getString(1).getBytes(StandardCharsets.UTF_8);
                byte[] seen = masker.value(whole);
                String row = seen == null ? "{}" : new String(seen, StandardCharsets.UTF_8);
                int size = whole.length;
                boolean full = rows.size() == limit || bytes + size > Landings.MAX_PAGE_BYTES;
                if (full && !rows.isEmpty()) {
                    return new Found(rows, next);
                }
                rows.add(row);
                bytes += size;
                next = encode(
                        found.getString(2) + "|" + found.getInt(3) + "|" + found.getLong(4) + "|" + found.getString(5));
            }
        }
        return new Found(rows, null);
    }

    private static void bind(PreparedStatement query, int index, Object value) throws SQLException {
        if (value instanceof JsonMatch.Value json) {
            query.setObject(index, json.text(), Types.OTHER);
        } else {
            query.setObject(index, value);
        }
    }

    private static String encode(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Object> place(String cursor) {
        try {
            String[] place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\\|", -1);
            if (place.length == 4 && place[0].matches("[-+:. 0-9BC]{10,60}")) {
                return List.of(place[0], Integer.parseInt(place[1]), Long.parseLong(place[2]), place[3]);
            }
        } catch (IllegalArgumentException notOurs) {
            // told below, together with what has another form
        }
        throw Problem.Invalid.at("/cursor", "expected the cursor of a previous page")
                .toException();
    }
}
