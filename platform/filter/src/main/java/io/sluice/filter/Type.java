package io.sluice.filter;

/** What the checker knows of an expression before any record is seen. */
enum Type {
    /** A field, or anything that depends on one in a way that cannot be seen. */
    ANY("any value"),
    NULL("null"),
    BOOLEAN("true or false"),
    NUMBER("a number"),
    STRING("a text"),
    TIME("a time"),
    DURATION("a duration"),
    ARRAY("a list");

    private final String words;

    Type(String words) {
        this.words = words;
    }

    /** As a message names it. */
    String words() {
        return words;
    }

    /** Whether something of this type may turn out to be a {@code wanted}. */
    boolean mayBe(Type wanted) {
        return this == wanted || this == ANY || this == NULL || wanted == ANY;
    }
}
