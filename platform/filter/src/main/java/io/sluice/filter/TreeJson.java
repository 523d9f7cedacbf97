package io.sluice.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Writes a tree as JSON, for tools that show or build filters. Numbers keep every digit. */
final class TreeJson implements Expr.Visitor<JsonGenerator> {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator out;

    private TreeJson(JsonGenerator out) {
        this.out = out;
    }

    static String write(Expr tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            tree.accept(new TreeJson(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** A pipeline: for each step its windows, the tree of its filter, and the columns of its projection. */
    static String write(Pipeline pipeline) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            new TreeJson(out).node("pipeline", () -> {
                out.writeArrayFieldStart("steps");
                for (Pipeline.Step step : pipeline.steps()) {
                    new TreeJson(out).step(step);
                }
                out.writeEndArray();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void step(Pipeline.Step step) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("windows");
        for (Window window : step.windows()) {
            out.writeStartObject();
            out.writeNumberField("rows", window.rows());
            out.writeStringField("stat", window.stat().word());
            columns(window.columns());
            part("condition", window.condition().tree());
            out.writeEndObject();
        }
        out.writeEndArray();
        part("where", step.where().tree());
        out.writeStringField("select", step.select().print());
        out.writeEndObject();
    }

    private void columns(List<Projection.Column> columns) throws IOException {
        out.writeArrayFieldStart("columns");
        for (Projection.Column column : columns) {
            out.writeStartObject();
            out.writeStringField("name", column.name());
            part("value", column.expr());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The parts of one node. */
    private interface Parts {
        void write() throws IOException;
    }

    private JsonGenerator node(String type, Parts parts) {
        try {
            out.writeStartObject();
            out.writeStringField("type", type);
            parts.write();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    private void part(String name, Expr expr) throws IOException {
        out.writeFieldName(name);
        expr.accept(this);
    }

    private void parts(String name, List<Expr> exprs) throws IOException {
        out.writeArrayFieldStart(name);
        for (Expr expr : exprs) {
            expr.accept(this);
        }
        out.writeEndArray();
    }

    @Override
    public JsonGenerator text(Expr.Text node) {
        return node("text", () -> out.writeStringField("value", node.value()));
    }

    @Override
    public JsonGenerator num(Expr.Num node) {
        return node("number", () -> {
            out.writeFieldName("value");
            out.writeNumber(Numbers.text(node.value()));
        });
    }

    @Override
    public JsonGenerator bool(Expr.Bool node) {
        return node("boolean", () -> out.writeBooleanField("value", node.value()));
    }

    @Override
    public JsonGenerator nothing(Expr.Null node) {
        return node("null", () -> {});
    }

    @Override
    public JsonGenerator field(Expr.Field node) {
        return node("field", () -> out.writeStringField("path", node.path().toString()));
    }

    @Override
    public JsonGenerator and(Expr.And node) {
        return node("and", () -> parts("operands", node.operands()));
    }

    @Override
    public JsonGenerator or(Expr.Or node) {
        return node("or", () -> parts("operands", node.operands()));
    }

    @Override
    public JsonGenerator not(Expr.Not node) {
        return node("not", () -> part("operand", node.operand()));
    }

    @Override
    public JsonGenerator comparison(Expr.Comparison node) {
        return node("comparison", () -> {
            out.writeStringField("op", node.relation().symbol());
            part("left", node.left());
            part("right", node.right());
        });
    }

    @Override
    public JsonGenerator in(Expr.In node) {
        return node("in", () -> {
            part("value", node.value());
            parts("options", node.options());
        });
    }

    @Override
    public JsonGenerator between(Expr.Between node) {
        return node("between", () -> {
            part("value", node.value());
            part("low", node.low());
            part("high", node.high());
        });
    }

    @Override
    public JsonGenerator like(Expr.Like node) {
        return node("like", () -> {
            part("value", node.value());
            out.writeStringField("pattern", node.pattern());
            if (!node.escape().isEmpty()) {
                out.writeStringField("escape", node.escape());
            }
        });
    }

    @Override
    public JsonGenerator isNull(Expr.IsNull node) {
        return node("is_null", () -> part("value", node.value()));
    }

    @Override
    public JsonGenerator exists(Expr.Exists node) {
        return node("exists", () -> out.writeStringField("path", node.path().toString()));
    }

    @Override
    public JsonGenerator arithmetic(Expr.Arithmetic node) {
        return node("arithmetic", () -> {
            out.writeStringField("op", node.operator().symbol());
            part("left", node.left());
            part("right", node.right());
        });
    }

    @Override
    public JsonGenerator negate(Expr.Negate node) {
        return node("negate", () -> part("operand", node.operand()));
    }

    @Override
    public JsonGenerator call(Expr.Call node) {
        return node("call", () -> {
            out.writeStringField("function", node.function().word());
            parts("arguments", node.arguments());
        });
    }

    @Override
    public JsonGenerator cast(Expr.Cast node) {
        return node("cast", () -> {
            part("value", node.value());
            out.writeStringField("as", node.target().name().toLowerCase(Locale.ROOT));
        });
    }

    @Override
    public JsonGenerator choice(Case node) {
        return node("case", () -> {
            out.writeArrayFieldStart("branches");
            for (Case.Branch branch : node.branches()) {
                out.writeStartObject();
                part("when", branch.when());
                part("then", branch.then());
                out.writeEndObject();
            }
            out.writeEndArray();
            part("else", node.otherwise());
        });
    }

    @Override
    public JsonGenerator array(Array node) {
        return node("list", () -> parts("items", node.items()));
    }
}
