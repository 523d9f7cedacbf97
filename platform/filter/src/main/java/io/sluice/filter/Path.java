package io.sluice.filter;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a value of a record is found: a root and steps into its JSON. Only {@link Root#VALUE} and {@link Root#KEY} have
 * steps of any number; {@link Root#HEADERS} has exactly one name, the others have none.
 */
public record Path(Root root, List<Step> steps) implements Comparable<Path> {

    /** Words that must be quoted where they begin a path, because they mean something else there. */
    static final Set<String> RESERVED =
            Set.of("and", "or", "not", "in", "between", "like", "is", "null", "true", "false", "as");

    public Path {
        steps = List.copyOf(steps);
        switch (root) {
            case VALUE, KEY -> {}
            case HEADERS -> require(steps.size() == 1 && steps.get(0) instanceof Name, "a header has one name");
            case TEXT, PARTITION, OFFSET, TIMESTAMP, TOPIC -> require(steps.isEmpty(), "nothing is inside of it");
        }
    }

    /** What the steps start from. */
    public enum Root {
        /** The value as JSON. */
        VALUE,
        /** The value as a text, whatever it is. */
        TEXT,
        /** The key: alone, its text; with steps, its JSON. */
        KEY,
        /** A header's value as a text. */
        HEADERS,
        /** The partition number. */
        PARTITION,
        /** The offset. */
        OFFSET,
        /** The record's timestamp. */
        TIMESTAMP,
        /** The topic's name. */
        TOPIC;

        /** As it is written after the dollar sign. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One step into JSON. */
    public sealed interface Step {}

    /** To a member of an object. */
    public record Name(String name) implements Step {}

    /** To an element of an array, from 0. */
    public record Index(int index) implements Step {
        public Index {
            require(index >= 0, "an index is not negative");
        }
    }

    /** The name that a column of this path has when it is given none: the last name in it. */
    public String lastName() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Name name) {
                return name.name();
            }
        }
        return root.word();
    }

    /** As it is written in a filter. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        boolean bareStart = root == Root.VALUE && !steps.isEmpty() && steps.get(0) instanceof Name;
        if (!bareStart) {
            out.append('$').append(root.word());
        }
        for (Step step : steps) {
            if (step instanceof Index index) {
                out.append('[').append(index.index()).append(']');
            } else if (step instanceof Name name) {
                boolean first = out.length() == 0;
                out.append(first ? "" : ".").append(quoteIfNeeded(name.name(), first));
            }
        }
        return out.toString();
    }

    @Override
    public int compareTo(Path other) {
        return toString().compareTo(other.toString());
    }

    /** A name as it is written where any word can stand. */
    public static String quoteIfNeeded(String name) {
        return quoteIfNeeded(name, false);
    }

    /** A name as it is written: bare where it reads back as the same name, else in double quotes. */
    static String quoteIfNeeded(String name, boolean reservedMatter) {
        boolean bare = !name.isEmpty() && Lexer.isWordStart(name.charAt(0));
        for (int i = 1; bare && i < name.length(); i++) {
            bare = Lexer.isWordPart(name.charAt(i));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (bare && !(reservedMatter && (RESERVED.contains(lower) || lower.equals("case")))) {
            return name;
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
