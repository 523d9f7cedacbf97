package io.sluice.filter;

import java.util.List;

/** A list of literals. It can be a column of a projection; like every list it is never equal to anything. */
public record Array(List<Expr> items) implements Expr {
    public Array {
        items = List.copyOf(items);
        for (Expr item : items) {
            if (!Literals.isLiteral(item)) {
                throw new IllegalArgumentException("a list is made of literals");
            }
        }
    }

    /** As JSON, on one line. */
    byte[] json() {
        Output out = new Output();
        out.put('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            Expr item = items.get(i);
            if (item instanceof Expr.Text text) {
                byte[] bytes = Texts.encode(text.value());
                out.string(bytes, 0, bytes.length);
            } else {
                out.put(Printer.print(item));
            }
        }
        out.put(']');
        return out.toBytes();
    }

    @Override
    public List<Expr> children() {
        return items;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.array(this);
    }
}
