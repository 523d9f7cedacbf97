package io.sluice.filter;

/**
 * A checked expression while it is being parsed.
 *
 * @param depth levels of the tree, 1 for a leaf
 * @param start where its text begins
 * @param end where its text ends
 */
record Typed(Expr expr, Type type, int depth, int start, int end) {
    int length() {
        return end - start;
    }

    /** As a message names what was found: a literal by what it says, anything else by its type. */
    String shown() {
        if (expr instanceof Expr.Text text) {
            return "the text '"
                    + (text.value().length() <= 40 ? text.value() : text.value().substring(0, 40) + "…") + "'";
        }
        if (expr instanceof Expr.Num num) {
            String digits = Numbers.text(num.value());
            return "the number " + (digits.length() <= 40 ? digits : digits.substring(0, 40) + "…");
        }
        return type.words();
    }
}
