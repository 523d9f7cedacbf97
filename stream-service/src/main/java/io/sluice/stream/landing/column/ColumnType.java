package io.sluice.stream.landing.column;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column.
 *
 * @param size characters of a {@link Kind#VARCHAR}, digits of a {@link Kind#NUMERIC}; 0: as many as Postgres takes
 * @param scale digits behind the point of a {@link Kind#NUMERIC} that has a size
 */
public record ColumnType(Kind kind, int size, int scale) {
    /** What is to be written where a type is expected. */
    public static final String EXPECTED =
            "expected text, varchar(n), boolean, smallint, integer, bigint, real, double precision, numeric(p,s), timestamptz,"
                    + " timestamp, date, uuid, jsonb or bytea";

    private static final int MAX_VARCHAR = 10_485_760;
    private static final int MAX_PRECISION = 1_000;
    private static final Pattern FORM = Pattern.compile("([a-z0-9 ]+?) ?(?:\\( ?(\\d{1,8}) ?(?:, ?(\\d{1,4}) ?)?\\))?");
    private static final Map<String, Kind> NAMES = Map.ofEntries(
            Map.entry("text", Kind.TEXT),
            Map.entry("varchar", Kind.VARCHAR),
            Map.entry("character varying", Kind.VARCHAR),
            Map.entry("boolean", Kind.BOOLEAN),
            Map.entry("bool", Kind.BOOLEAN),
            Map.entry("smallint", Kind.SMALLINT),
            Map.entry("int2", Kind.SMALLINT),
            Map.entry("integer", Kind.INTEGER),
            Map.entry("int", Kind.INTEGER),
            Map.entry("int4", Kind.INTEGER),
            Map.entry("bigint", Kind.BIGINT),
            Map.entry("int8", Kind.BIGINT),
            Map.entry("real", Kind.REAL),
            Map.entry("float4", Kind.REAL),
            Map.entry("double precision", Kind.DOUBLE),
            Map.entry("double", Kind.DOUBLE),
            Map.entry("float8", Kind.DOUBLE),
            Map.entry("float", Kind.DOUBLE),
            Map.entry("numeric", Kind.NUMERIC),
            Map.entry("decimal", Kind.NUMERIC),
            Map.entry("timestamptz", Kind.TIMESTAMPTZ),
            Map.entry("timestamp with time zone", Kind.TIMESTAMPTZ),
            Map.entry("timestamp", Kind.TIMESTAMP),
            Map.entry("timestamp without time zone", Kind.TIMESTAMP),
            Map.entry("date", Kind.DATE),
            Map.entry("uuid", Kind.UUID),
            Map.entry("jsonb", Kind.JSONB),
            Map.entry("bytea", Kind.BYTEA));

    /** The types, as Postgres's own catalog names them. */
    public enum Kind {
        TEXT("text"),
        VARCHAR("character varying"),
        BOOLEAN("boolean"),
        SMALLINT("smallint"),
        INTEGER("integer"),
        BIGINT("bigint"),
        REAL("real"),
        DOUBLE("double precision"),
        NUMERIC("numeric"),
        TIMESTAMPTZ("timestamp with time zone"),
        TIMESTAMP("timestamp without time zone"),
        DATE("date"),
        UUID("uuid"),
        JSONB("jsonb"),
        BYTEA("bytea");

        private final String sql;

        Kind(String sql) {
            this.sql = sql;
        }
    }

    /** One without a size. */
    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, 0, 0);
    }

    /** Empty where the text is none of the types. */
    public static Optional<ColumnType> parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
        Kind kind = form.matches() ? NAMES.get(form.group(1)) : null;
        if (kind == null) {
            return Optional.empty();
        }
        int size = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        int scale = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
        boolean sized = form.group(2) != null;
        boolean fits =
                switch (kind) {
                    case VARCHAR -> form.group(3) == null && (!sized || (size >= 1 && size <= MAX_VARCHAR));
                    case NUMERIC -> !sized || (size >= 1 && size <= MAX_PRECISION && scale <= size);
                    default -> !sized;
                };
        return fits ? Optional.of(new ColumnType(kind, size, scale)) : Optional.empty();
    }

    /** As Postgres writes it ({@code format_type}); safe to be a part of a statement. */
    public String sql() {
        if (size == 0) {
            return kind.sql;
        }
        return kind == Kind.NUMERIC ? kind.sql + "(" + size + "," + scale + ")" : kind.sql + "(" + size + ")";
    }

    boolean isTime() {
        return kind == Kind.TIMESTAMPTZ || kind == Kind.TIMESTAMP || kind == Kind.DATE;
    }
}
