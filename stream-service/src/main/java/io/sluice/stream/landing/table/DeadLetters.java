package io.sluice.stream.landing.table;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Fate;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The list of records that could not land, beside the table: a record once, however often its landing was interrupted, because it is written
 * in the transaction that passes it over. It holds the whole record, so that it can be corrected after the topic has forgotten it. Immutable;
 * its methods take part in the caller's transaction.
 */
public final class DeadLetters {
    private static final String COLUMNS =
            "course, partition, record_offset, record_time, key, value, headers, reason, column_name, sqlstate, at, state";
    private static final String AT = "course = ? and partition = ? and record_offset = ?";
    /** Rows that the driver holds at a time. */
    private static final int FETCH = 10;

    private static final long PAGE_BYTES = Landings.MAX_PAGE_BYTES;
    /** Keys and values that are sent again at a time. */
    public static final long TAKE_BYTES = 16L << 20;

    private static final TypeReference<List<List<@Nullable String>>> HEADERS = new TypeReference<>() {};

    private final String table;
    private final List<String> topics;

    /** @param topics that they come from, oldest first; the last one is landed now */
    public DeadLetters(Books books, List<String> topics) {
        this.table = books.letters();
        this.topics = List.copyOf(topics);
    }

    /** Why a record could not land. */
    public record Cause(
            String reason,
            @Nullable String column,
            @Nullable String sqlstate) {}

    public record Dead(ConsumerRecord<byte[], byte[]> record, Cause cause) {}

    /** As it is listed. */
    public record Letter(Place place, ConsumerRecord<byte[], byte[]> record, Cause cause, Instant at, Fate state) {

        /** Of its key and value. */
        public long bytes() {
            return (record.key() == null ? 0L : record.key().length)
                    + (record.value() == null ? 0L : record.value().length);
        }
    }

    /**
     * Where it was: also its name.
     *
     * @param course which of the landing's topics, from 0 on; where it is the first one, the name does not say it
     */
    public record Place(int course, int partition, long offset) {
        private static final Pattern TEXT = Pattern.compile("(?:(\\d{1,9})-)?(\\d{1,9})-(\\d{1,18})");

        public String text() {
            return (course == 0 ? "" : course + "-") + partition + "-" + offset;
        }

        /** Empty where the text is none. */
        public static Optional<Place> parse(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            int course = parts.group(1) == null ? 0 : Integer.parseInt(parts.group(1));
            return Optional.of(new Place(course, Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))));
        }
    }

    /** Of a record of one of the topics. */
    public Place place(ConsumerRecord<byte[], byte[]> record) {
        return new Place(topics.indexOf(record.topic()), record.partition(), record.offset());
    }

    /** @return how many were not there yet */
    public int add(Connection on, UUID landing, List<Dead> dead) throws SQLException {
        if (dead.isEmpty()) {
            return 0;
        }
        try (PreparedStatement insert = on.prepareStatement("insert into " + table
                + " (landing, partition, record_offset, record_time, key, value, headers, reason, column_name, sqlstate, course)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            for (Dead one : dead) {
                ConsumerRecord<byte[], byte[]> record = one.record();
                insert.setObject(1, landing);
                insert.setInt(2, record.partition());
                insert.setLong(3, record.offset());
                insert.setTimestamp(4, new Timestamp(record.timestamp()));
                insert.setBytes(5, record.key());
                insert.setBytes(6, record.value());
                insert.setBytes(7, write(record.headers()));
                insert.setString(8, one.cause().reason().replace('\0', ' '));
                String column = one.cause().column();
                insert.setString(9, column == null ? null : column.replace('\0', ' '));
                insert.setString(10, one.cause().sqlstate());
                insert.setInt(11, place(record).course());
                insert.addBatch();
            }
            int added = 0;
            for (int count : insert.executeBatch()) {
                added += count == Statement.SUCCESS_NO_INFO ? 1 : count;
            }
            return added;
        }
    }

    /**
     * At most {@code limit} of them, and not many more bytes than a page may have.
     *
     * @param fate null: any; {@code after} the last one of the previous page
     */
    public List<Letter> page(Connection on, UUID landing, @Nullable Fate fate, @Nullable Place after, int limit)
            throws SQLException {
        String sql = "select " + COLUMNS + " from " + table + " where landing = ? and course < ?"
                + (fate == null ? "" : " and state = ?")
                + (after == null ? "" : " and (course, partition, record_offset) > (?, ?, ?)")
                + " order by course, partition, record_offset limit ?";
        try (PreparedStatement query = on.prepareStatement(sql)) {
            int next = 1;
            query.setObject(next++, landing);
            query.setInt(next++, topics.size());
            if (fate != null) {
                query.setString(next++, fate.name());
            }
            if (after != null) {
                query.setInt(next++, after.course());
                query.setInt(next++, after.partition());
                query.setLong(next++, after.offset());
            }
            query.setInt(next, limit);
            return read(query, PAGE_BYTES);
        }
    }

    /** How many of a fate there are; null: of any. */
    public long count(Connection on, UUID landing, @Nullable Fate fate) throws SQLException {
        try (PreparedStatement query = on.prepareStatement(
                "select count(*) from " + table + " where landing = ? and (?::text is null or state = ?)")) {
            query.setObject(1, landing);
            query.setString(2, fate == null ? null : fate.name());
            query.setString(3, fate == null ? null : fate.name());
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    /** Those that wait, at most {@link #TAKE_BYTES} or so, kept from others until the transaction ends. */
    public List<Letter> take(Connection on, UUID landing, int limit) throws SQLException {
        try (PreparedStatement query = on.prepareStatement("select " + COLUMNS + " from " + table
                + " where landing = ? and course < ? and state = 'WAITING'"
                + " order by course, partition, record_offset limit ? for update skip locked")) {
            query.setObject(1, landing);
            query.setInt(2, topics.size());
            query.setInt(3, limit);
            return read(query, TAKE_BYTES);
        }
    }

    /** One, whatever its state, kept from others until the transaction ends. */
    public Optional<Letter> take(Connection on, UUID landing, Place place) throws SQLException {
        if (place.course() >= topics.size()) {
            return Optional.empty();
        }
        try (PreparedStatement query = on.prepareStatement(
                "select " + COLUMNS + " from " + table + " where landing = ? and " + AT + " for update")) {
            query.setObject(1, landing);
            bind(query, 2, place);
            return read(query, TAKE_BYTES).stream().findFirst();
        }
    }

    public void settle(Connection on, UUID landing, List<Place> places, Fate fate) throws SQLException {
        try (PreparedStatement update =
                on.prepareStatement("update " + table + " set state = ? where landing = ? and " + AT)) {
            for (Place place : places) {
                update.setString(1, fate.name());
                update.setObject(2, landing);
                bind(update, 3, place);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** It could not land this time either, for another reason perhaps. */
    public void explain(Connection on, UUID landing, Place place, Cause cause) throws SQLException {
        try (PreparedStatement update = on.prepareStatement(
                "update " + table + " set reason = ?, column_name = ?, sqlstate = ? where landing = ? and " + AT)) {
            update.setString(1, cause.reason().replace('\0', ' '));
            update.setString(2, cause.column());
            update.setString(3, cause.sqlstate());
            update.setObject(4, landing);
            bind(update, 5, place);
            update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int first, Place place) throws SQLException {
        statement.setInt(first, place.course());
        statement.setInt(first + 1, place.partition());
        statement.setLong(first + 2, place.offset());
    }

    /** Two at least, where there are two: who asks for a page sees by the second that it is not the last. */
    private List<Letter> read(PreparedStatement query, long most) throws SQLException {
        List<Letter> letters = new ArrayList<>();
        query.setFetchSize(FETCH);
        long bytes = 0;
        try (ResultSet found = query.executeQuery()) {
            while ((bytes <= most || letters.size() < 2) && found.next()) {
                Letter letter = letter(found);
                letters.add(letter);
                bytes += letter.bytes();
            }
        }
        return letters;
    }

    private Letter letter(ResultSet found) throws SQLException {
        Place place = new Place(found.getInt(1), found.getInt(2), found.getLong(3));
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                topics.get(place.course()),
                place.partition(),
                place.offset(),
                found.getTimestamp(4).getTime(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                found.getBytes(5),
                found.getBytes(6),
                parse(found.getBytes(7)),
                Optional.empty());
        Cause cause = new Cause(found.getString(8), found.getString(9), found.getString(10));
        return new Letter(place, record, cause, found.getTimestamp(11).toInstant(), Fate.valueOf(found.getString(12)));
    }

    private static byte[] write(Headers headers) {
        List<List<@Nullable String>> all = new ArrayList<>();
        for (Header header : headers) {
            List<@Nullable String> one = new ArrayList<>();
            one.add(header.key());
            one.add(header.value() == null ? null : Base64.getEncoder().encodeToString(header.value()));
            all.add(one);
        }
        try {
            return Json.MAPPER.writeValueAsBytes(all);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Headers parse(byte[] json) {
        try {
            Headers headers = new RecordHeaders();
            for (List<@Nullable String> one : Json.MAPPER.readValue(json, HEADERS)) {
                String value = one.get(1);
                headers.add(
                        String.valueOf(one.get(0)),
                        value == null ? null : Base64.getDecoder().decode(value));
            }
            return headers;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
