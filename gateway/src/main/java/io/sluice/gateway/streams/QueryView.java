package io.sluice.gateway.streams;

import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.Stream;
import io.sluice.query.Form;
import io.sluice.query.Form.JoinForm;
import io.sluice.query.Form.Text;
import io.sluice.query.Query;
import io.sluice.query.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a stream does, as the API shows it: as text, and in the parts of its JSON form. Where a request can say all of a query in parts, the
 * parts made a request are the same query.
 *
 * @param source of a query that a request cannot say in parts only where it began
 * @param sql its canonical text; null: there is none
 */
record QueryView(
        SourceView source,
        @Nullable String sql,
        @Nullable String alias,
        @Nullable Map<String, Object> window,
        @Nullable List<Map<String, Object>> join) {

    static QueryView of(Stream stream) {
        Definition definition = stream.source();
        if (definition.sql().isEmpty()) {
            return new QueryView(SourceView.of(definition), null, null, null, null);
        }
        Form form = Form.of(Query.parse(definition.sql()).orElseThrow(), List.of());
        ReadNames names = ReadNames.of(stream.sources());
        List<Ref> first = form.sources().stream().map(names::first).distinct().toList();
        List<Map<String, Object>> joins = new ArrayList<>();
        boolean inParts = isAll(first, Ref.Kind.TOPIC) || isAll(first, Ref.Kind.DATASET);
        for (JoinForm join : form.joins()) {
            List<Ref> refs = join.refs().stream().map(names::joined).toList();
            joins.add(join(join, refs));
            inParts = inParts && isInParts(refs);
        }
        return new QueryView(
                inParts ? SourceView.of(form, first, definition.from()) : SourceView.of(definition),
                definition.sql(),
                form.alias() == null ? null : form.alias().value(),
                of(form.window()),
                joins.isEmpty() ? null : joins);
    }

    private static boolean isAll(List<Ref> refs, Ref.Kind kind) {
        return refs.stream().allMatch(ref -> ref.kind() == kind);
    }

    /** One thing of a kind; how a database is opened is never shown, so a request cannot repeat it. */
    private static boolean isInParts(List<Ref> joined) {
        Ref.Kind kind = joined.get(0).kind();
        return joined.size() == 1 && kind != Ref.Kind.NAME && kind != Ref.Kind.POSTGRES;
    }

    /** Null: there is none. */
    static @Nullable Map<String, Object> of(Form.@Nullable Window window) {
        return window == null ? null : window(window);
    }

    private static Map<String, Object> window(Form.Window window) {
        Map<String, Object> shown = new LinkedHashMap<>();
        put(shown, "type", window.type());
        put(shown, "size", window.size());
        put(shown, "advance", window.advance());
        put(shown, "gap", window.gap());
        put(shown, "grace", window.grace());
        put(shown, "time", window.time());
        put(shown, "time_format", window.timeFormat());
        put(shown, "group_by", window.groupBy());
        put(shown, "aggregates", window.aggregates());
        put(shown, "having", window.having());
        put(shown, "order_by", window.orderBy());
        if (window.limit() != null) {
            shown.put("limit", window.limit());
        }
        put(shown, "emit", window.emit());
        put(shown, "idle", window.idle());
        return shown;
    }

    private static Map<String, Object> join(JoinForm join, List<Ref> refs) {
        Map<String, Object> shown = new LinkedHashMap<>();
        String kind = refs.get(0).kind().name().toLowerCase(Locale.ROOT);
        shown.put(kind, refs.stream().map(Ref::name).collect(Collectors.joining(", ")));
        put(shown, "alias", join.alias());
        put(shown, "kind", join.kind());
        put(shown, "type", join.type());
        put(shown, "on", join.on());
        put(shown, "within", join.within());
        put(shown, "grace", join.grace());
        put(shown, "refresh", join.refresh());
        return shown;
    }

    private static void put(Map<String, Object> shown, String name, @Nullable Text text) {
        if (text != null) {
            shown.put(name, text.value());
        }
    }

    private static void put(Map<String, Object> shown, String name, List<Text> texts) {
        if (!texts.isEmpty()) {
            shown.put(name, texts.stream().map(Text::value).toList());
        }
    }
}
