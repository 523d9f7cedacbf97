package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Expression;
import io.sluice.filter.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Names that are taken, and free ones for what was given none. */
final class Names {
    private static final int MAX_LENGTH = 60;

    private final Set<String> taken;

    Names(Collection<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** Takes a name; answers whether it was free. */
    boolean take(String name) {
        return taken.add(name);
    }

    /** Takes {@code wanted}, or where it is taken, the same with the first number from 2 that is free. */
    String free(String wanted) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /** What a column of {@code tree} is called that was given no name: its words, joined by underscores. */
    static String of(Expr tree) {
        return tree instanceof Expr.Field field
                ? field.path().lastName()
                : slug(Expression.print(tree, Path::lastName), "column");
    }

    /** What a measure is called that was given no name. */
    static String of(Measure measure) {
        StringBuilder text = new StringBuilder(measure.function().word());
        measure.of().forEach(of -> text.append(' ').append(Expression.print(of.tree(), Path::lastName)));
        measure.parameters().forEach(parameter -> text.append(' ').append(parameter.toPlainString()));
        return slug(text.toString(), measure.function().word());
    }

    private static String slug(String text, String otherwise) {
        String words = text.replaceAll("[^\\p{L}0-9]+", "_").replaceAll("^_+|_+$", "");
        String cut = words.length() <= MAX_LENGTH ? words : words.substring(0, MAX_LENGTH);
        boolean name = !cut.isEmpty() && !Character.isDigit(cut.charAt(0));
        return name ? cut : otherwise + (cut.isEmpty() ? "" : "_" + cut);
    }
}
