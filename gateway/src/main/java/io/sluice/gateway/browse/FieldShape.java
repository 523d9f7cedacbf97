package io.sluice.gateway.browse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What the values at one path have in common. */
final class FieldShape {
    /** Distinct values are counted up to this many. */
    private static final int MAX_DISTINCT = 1000;
    /** Longer examples say no more. */
    private static final int MAX_EXAMPLE_CHARS = 200;

    private final Set<Object> values = new HashSet<>();
    private Kind kind = Kind.NULL;
    private JsonNode example = NullNode.getInstance();
    private int seen;

    enum Kind {
        NULL,
        INTEGER,
        NUMBER,
        BOOLEAN,
        TIMESTAMP,
        STRING,
        ARRAY,
        OBJECT,
        MIXED;

        /** The narrowest kind that holds both. */
        Kind join(Kind other) {
            if (this == other || other == NULL) {
                return this;
            } else if (this == NULL) {
                return other;
            } else if (isNumeric() && other.isNumeric()) {
                return NUMBER;
            }
            return isText() && other.isText() ? STRING : MIXED;
        }

        private boolean isNumeric() {
            return this == INTEGER || this == NUMBER;
        }

        private boolean isText() {
            return this == STRING || this == TIMESTAMP;
        }
    }

    void add(JsonNode value) {
        seen++;
        kind = kind.join(kindOf(value));
        if (values.size() < MAX_DISTINCT) {
            values.add(value);
        }
        boolean better = example.isNull() && !value.isNull();
        if (better && value.toString().length() <= MAX_EXAMPLE_CHARS) {
            example = value;
        }
    }

    String type() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    int seen() {
        return seen;
    }

    int distinct() {
        return values.size();
    }

    JsonNode example() {
        return example;
    }

    private static Kind kindOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? Kind.INTEGER : Kind.NUMBER;
            case STRING, BINARY -> isTime(value.asText()) ? Kind.TIMESTAMP : Kind.STRING;
            case BOOLEAN -> Kind.BOOLEAN;
            case ARRAY -> Kind.ARRAY;
            case OBJECT, POJO -> Kind.OBJECT;
            case NULL, MISSING -> Kind.NULL;
        };
    }

    private static boolean isTime(String text) {
        boolean couldBe = text.length() >= 17 && text.length() <= 35 && text.charAt(4) == '-';
        if (!couldBe) {
            return false;
        }
        try {
            OffsetDateTime.parse(text.replace(' ', 'T'));
            return true;
        } catch (DateTimeException notATime) {
            return false;
        }
    }
}
