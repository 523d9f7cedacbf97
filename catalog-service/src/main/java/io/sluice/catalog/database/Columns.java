package io.sluice.catalog.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.contract.Role;
import io.sluice.runtime.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Between the types of the domain and those of columns. */
public final class Columns {
    private Columns() {}

    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    public static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }

    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    public static Role role(Row row, String column) {
        return Role.of(row.getString(column));
    }

    /** As JSON text, in the dialect of the platform. */
    public static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A reader that is made once: a page has hundreds of values. */
    public static ObjectReader reader(TypeReference<?> type) {
        return Json.MAPPER.readerFor(type);
    }

    /** Of a column that was selected as text. */
    public static <T> T fromJson(Row row, String column, ObjectReader reader) {
        try {
            return reader.readValue(row.getString(column));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> map) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().map(map);
    }

    public static <T> List<T> all(RowSet<Row> rows, Function<Row, T> map) {
        return StreamSupport.stream(rows.spliterator(), false).map(map).toList();
    }
}
