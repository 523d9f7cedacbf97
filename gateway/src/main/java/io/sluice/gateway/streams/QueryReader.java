package io.sluice.gateway.streams;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Secret;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Violation;
import io.sluice.filter.Parsed;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Violations;
import io.sluice.query.Form;
import io.sluice.query.Form.BranchForm;
import io.sluice.query.Form.JoinForm;
import io.sluice.query.Form.Text;
import io.sluice.query.Query;
import io.sluice.query.QueryLimits;
import io.sluice.query.Ref;
import io.sluice.runtime.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a stream computes beyond a filter: {@code sql}, or {@code window} and {@code join}; and its {@code branches}. */
final class QueryReader {
    private static final int MAX_BRANCHES = 20;
    private static final int MAX_LIST = 200;

    private final Fields body;
    private final Violations violations;
    private final DefinitionBase base;
    private final Map<String, Secret> connections = new LinkedHashMap<>();

    QueryReader(Fields body, DefinitionBase base) {
        this.body = body;
        this.base = base;
        this.violations = body.violations();
    }

    /** Whether the body says more than a filter does. */
    boolean isForm() {
        return body.has("window") || body.has("join") || base.isQuery();
    }

    boolean isSql() {
        return body.has("sql");
    }

    /** Connections of tables from outside, by their names; as JSON that is to be sealed. */
    Map<String, Secret> connections() {
        Fields given = body.optionalFields("connections");
        if (given != null && body.any("connections") instanceof Map<?, ?> named) {
            named.keySet().forEach(key -> connection(String.valueOf(key), given.fields(String.valueOf(key))));
            given.end();
        }
        return connections;
    }

    private void connection(String name, @Nullable Fields given) {
        if (given == null) {
            return;
        }
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("uri", given.text("uri"));
        json.put("query", given.text("query"));
        given.end();
        connections.put(name, new Secret(json.toString()));
    }

    /** The canonical text of {@code sql}; empty when it is at fault. */
    String sql() {
        Parsed<Query> parsed = Query.parse(body.text("sql"));
        parsed.violations()
                .forEach(fault -> violations.add(new Violation(body.at("sql"), fault.message(), fault.position())));
        return parsed.violations().isEmpty() ? parsed.orElseThrow().print() : "";
    }

    /** What a form says; none when it is at fault. */
    record Said(String sql, List<Definition.Branch> branches) {}

    /** @param parts what a filter says, too */
    Optional<Said> form(Parts parts) {
        Form form = new Form(
                parts.sources(), text(body, "alias"), parts.where(), parts.select(), window(), joins(), branchForms());
        return read(form);
    }

    record Parts(
            List<Ref> sources,
            @Nullable Text where,
            @Nullable Text select) {}

    private Optional<Said> read(Form form) {
        Form.Reading reading = form.read();
        if (reading instanceof Form.Reading.Right right) {
            List<Definition.Branch> branches = right.branches().stream()
                    .map(branch -> new Definition.Branch(
                            branch.name(), branch.where().print(), branch.topic() == null ? "" : branch.topic()))
                    .toList();
            return Optional.of(new Said(right.query().print(), branches));
        }
        ((Form.Reading.Wrong) reading)
                .faults()
                .forEach(fault -> violations.add(new Violation(
                        fault.pointer(),
                        fault.violation().message(),
                        fault.violation().position())));
        return Optional.empty();
    }

    /** Of a stream whatever it computes. */
    List<Definition.Branch> branches() {
        List<BranchForm> forms = branchForms();
        if (forms.isEmpty()) {
            return List.of();
        }
        List<Ref> some = List.of(new Ref(Ref.Kind.TOPIC, "any"));
        return read(new Form(some, null, null, null, null, List.of(), forms))
                .map(Said::branches)
                .orElse(List.of());
    }

    private List<BranchForm> branchForms() {
        List<BranchForm> forms = new ArrayList<>();
        if (body.has("branches")) {
            for (Fields branch : body.list("branches", MAX_BRANCHES)) {
                Text where = new Text(branch.at("where"), branch.text("where"));
                String pointer = branch.at("");
                forms.add(new BranchForm(
                        pointer.substring(0, pointer.length() - 1), branch.text("name"), where, text(branch, "topic")));
                branch.end();
            }
        }
        return forms;
    }

    private Form.@Nullable Window window() {
        Fields window = body.optionalFields("window");
        if (window == null) {
            return null;
        }
        Long limit = window.optionalWhole("limit", 1, QueryLimits.MAX_LIMIT);
        Form.Window read = new Form.Window(
                body.at("window"),
                text(window, "type"),
                text(window, "size"),
                text(window, "advance"),
                text(window, "gap"),
                text(window, "grace"),
                text(window, "time"),
                text(window, "time_format"),
                texts(window, "group_by"),
                texts(window, "aggregates"),
                text(window, "having"),
                texts(window, "order_by"),
                limit == null ? null : Math.toIntExact(limit),
                text(window, "emit"),
                text(window, "idle"));
        window.end();
        return read;
    }

    /** One object, or a list of them. */
    private List<JoinForm> joins() {
        List<JoinForm> joins = new ArrayList<>();
        if (body.any("join") instanceof List<?>) {
            body.list("join", QueryLimits.MAX_JOINS).forEach(join -> add(joins, join));
        } else if (body.has("join")) {
            Fields join = body.fields("join");
            if (join != null) {
                add(joins, join);
            }
        } else {
            return base.joins();
        }
        return joins;
    }

    private void add(List<JoinForm> joins, Fields join) {
        String at = join.at("");
        String pointer = at.substring(0, at.length() - 1);
        Ref ref = ref(join, pointer, joins.size() + 1);
        JoinForm read = new JoinForm(
                pointer,
                ref == null ? new Ref(Ref.Kind.TOPIC, "none") : ref,
                text(join, "alias"),
                text(join, "kind"),
                text(join, "type"),
                text(join, "on"),
                text(join, "within"),
                text(join, "grace"),
                text(join, "refresh"));
        join.end();
        joins.add(read);
    }

    private @Nullable Ref ref(Fields join, String pointer, int number) {
        List<Ref> named = new ArrayList<>();
        for (Ref.Kind kind : List.of(Ref.Kind.TOPIC, Ref.Kind.STREAM, Ref.Kind.DATASET, Ref.Kind.CSV)) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            if (join.has(name)) {
                named.add(new Ref(kind, join.text(name)));
            }
        }
        if (join.has("postgres")) {
            String name = "join-" + number;
            connection(name, join.fields("postgres"));
            named.add(new Ref(Ref.Kind.POSTGRES, name));
        }
        if (named.size() != 1) {
            violations.add(pointer, "expected exactly one of topic, stream, dataset, csv and postgres");
            return null;
        }
        return named.get(0);
    }

    private static @Nullable Text text(Fields fields, String name) {
        String text = fields.optionalText(name);
        return text == null ? null : new Text(fields.at(name), text);
    }

    private static List<Text> texts(Fields fields, String name) {
        List<Text> texts = new ArrayList<>();
        for (String text : fields.texts(name, MAX_LIST)) {
            texts.add(new Text(fields.at(name) + "/" + texts.size(), text));
        }
        return texts;
    }
}
