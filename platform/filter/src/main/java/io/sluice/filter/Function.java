package io.sluice.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The functions of the language. What each does with values is in {@code docs/filter-language.md}. */
public enum Function {
    LOWER(Type.STRING, Type.STRING),
    UPPER(Type.STRING, Type.STRING),
    LENGTH(Type.NUMBER, Type.STRING),
    CONTAINS(Type.BOOLEAN, Type.STRING, Type.STRING),
    STARTS_WITH(Type.BOOLEAN, Type.STRING, Type.STRING),
    ENDS_WITH(Type.BOOLEAN, Type.STRING, Type.STRING),
    MATCHES(Type.BOOLEAN, Type.STRING, Type.STRING),
    ABS(Type.NUMBER, Type.NUMBER),
    ROUND(Type.NUMBER, 1, Type.NUMBER, Type.NUMBER),
    FLOOR(Type.NUMBER, Type.NUMBER),
    CEIL(Type.NUMBER, Type.NUMBER),
    TIME(Type.TIME, Type.ANY),
    NOW(Type.TIME),
    DURATION(Type.DURATION, Type.STRING),
    WITHIN(Type.BOOLEAN, Type.NUMBER, Type.NUMBER, Type.NUMBER, Type.NUMBER, Type.NUMBER),
    WITHIN_BOX(Type.BOOLEAN, Type.NUMBER, Type.NUMBER, Type.NUMBER, Type.NUMBER, Type.NUMBER, Type.NUMBER),
    COALESCE(Type.ANY, 1, Type.ANY, Type.ANY);

    private final Type result;
    private final int atLeast;
    /** Never changed and never handed out. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Type[] parameters;

    Function(Type result, Type... parameters) {
        this(result, parameters.length, parameters);
    }

    Function(Type result, int atLeast, Type... parameters) {
        this.result = result;
        this.atLeast = atLeast;
        this.parameters = parameters;
    }

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Type result() {
        return result;
    }

    int atLeast() {
        return atLeast;
    }

    /** The most arguments it takes. */
    int atMost() {
        return this == COALESCE ? Limits.MAX_NODES : parameters.length;
    }

    Type parameter(int i) {
        return parameters[Math.min(i, parameters.length - 1)];
    }

    static Optional<Function> named(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(f -> f.name().equals(upper)).findFirst();
    }
}
