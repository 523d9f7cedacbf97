package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the bytes of a topic's records are to be read. A property of the topic; nothing that is stored in Kafka depends on it. */
public record RecordFormat(Part key, Part value) {
    /** What a topic has of which nobody has said anything. */
    public static final RecordFormat AUTO = new RecordFormat(Part.AUTO, Part.AUTO);

    /** This with what {@code change} says. */
    public RecordFormat with(Change change) {
        return new RecordFormat(
                change.key() == null ? key : change.key(), change.value() == null ? value : change.value());
    }

    /** What is to be different; null: as it is. */
    public record Change(@Nullable Part key, @Nullable Part value) {
        public static final Change NONE = new Change(null, null);
    }

    public enum Type {
        /** JSON as it is; in the wire format of a schema registry what the registry says of it; anything else as text or Base64. */
        AUTO,
        /** As it is. */
        JSON,
        /** In the wire format of a schema registry, likewise {@link #PROTOBUF} and {@link #JSON_SCHEMA}. */
        AVRO,
        PROTOBUF,
        JSON_SCHEMA,
        MESSAGEPACK,
        CBOR,
        /** 8 bytes, big-endian, as Kafka's own serializers write it; likewise the other numbers. */
        LONG,
        INT,
        DOUBLE,
        FLOAT,
        /** UTF-8, even where it looks like JSON. */
        STRING,
        /** A line of cells. */
        DELIMITED,
        /** A text key with 8 bytes of a window's start behind it, as Kafka Streams writes the keys of time windows. */
        WINDOWED,
        /** Not looked into. */
        RAW;

        /** @throws IllegalArgumentException for any other text */
        @JsonCreator
        public static Type of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How keys, or values, are to be read.
     *
     * @param subject of {@link Type#AVRO}: records are shown by the newest schema of this subject, so that a field that old records
     *     lack has its default; null: each by the schema that it was written with
     * @param delimiter of {@link Type#DELIMITED}: what stands between two cells; blanks around a cell never count. Null: a comma
     * @param columns of {@link Type#DELIMITED}: the names of the cells; empty: a record is the list of its cells
     */
    public record Part(
            Type type,
            @Nullable String subject,
            @Nullable String delimiter,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> columns) {
        public static final Part AUTO = new Part(Type.AUTO);

        public static final int MAX_COLUMNS = 2_000;

        /** Of a subject, a delimiter and the name of a column, in UTF-16 units. */
        private static final int MAX_NAME = 249;

        private static final int MAX_DELIMITER = 8;

        public Part {
            columns = columns == null ? List.of() : List.copyOf(columns);
        }

        public Part(Type type) {
            this(type, null, null, List.of());
        }

        /** Everything that is wrong with it; {@code pointer} leads to it. */
        public List<Violation> check(String pointer) {
            List<Violation> violations = new ArrayList<>();
            String named = subject;
            if (named != null && type != Type.AVRO) {
                violations.add(new Violation(pointer + "/subject", "only avro has a subject"));
            } else if (named != null && (named.isBlank() || named.length() > MAX_NAME)) {
                violations.add(new Violation(pointer + "/subject", "expected 1 to " + MAX_NAME + " characters"));
            }
            String between = delimiter;
            if (between != null && type != Type.DELIMITED) {
                violations.add(new Violation(pointer + "/delimiter", "only delimited has a delimiter"));
            } else if (between != null && !between.matches("[^\\n\\r\"]{1," + MAX_DELIMITER + "}")) {
                violations.add(new Violation(
                        pointer + "/delimiter",
                        "expected 1 to " + MAX_DELIMITER + " characters without line breaks and quotes"));
            }
            if (!columns.isEmpty() && type != Type.DELIMITED) {
                violations.add(new Violation(pointer + "/columns", "only delimited has columns"));
            } else if (columns.stream().anyMatch(name -> name.isEmpty() || name.length() > MAX_NAME)) {
                violations.add(
                        new Violation(pointer + "/columns", "expected names of 1 to " + MAX_NAME + " characters"));
            } else if (new HashSet<>(columns).size() < columns.size()) {
                violations.add(new Violation(pointer + "/columns", "a name stands there twice"));
            }
            return violations;
        }
    }
}
