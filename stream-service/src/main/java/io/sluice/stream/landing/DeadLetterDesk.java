package io.sluice.stream.landing;

import io.sluice.contract.Landings.Correction;
import io.sluice.contract.Landings.Fate;
import io.sluice.contract.Landings.Settlement;
import io.sluice.decode.RecordContent;
import io.sluice.stream.landing.column.Row;
import io.sluice.stream.landing.column.RowReader;
import io.sluice.stream.landing.column.Unfit;
import io.sluice.stream.landing.table.Books;
import io.sluice.stream.landing.table.Books.Counts;
import io.sluice.stream.landing.table.Books.Place;
import io.sluice.stream.landing.table.DeadLetters;
import io.sluice.stream.landing.table.DeadLetters.Cause;
import io.sluice.stream.landing.table.DeadLetters.Letter;
import io.sluice.stream.landing.table.Layout;
import io.sluice.stream.landing.table.TableSetup;
import io.sluice.stream.landing.table.TableWriter;
import io.sluice.stream.landing.table.TableWriter.Refused;
import io.sluice.stream.landing.table.TableWriter.Written;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters of one landing again, or discards them, in one transaction: a letter changes its state together with the row that it
 * becomes, so it becomes one at most once. A row keeps the place that its record had. Belongs to one thread; blocks.
 */
final class DeadLetterDesk {
    private final LandingRow landing;
    private final Layout layout;
    private final Books books;
    private final DeadLetters letters;
    private final Connection on;
    private final Map<String, Settlement> results = new LinkedHashMap<>();

    /** @param on with auto-commit switched off */
    DeadLetterDesk(LandingRow landing, Connection on) {
        this.landing = landing;
        this.layout = landing.layout();
        this.books = new Books(layout.schema());
        this.letters = new DeadLetters(books, landing.topics());
        this.on = on;
    }

    /** @param changed places whose counters changed */
    record Outcome(List<Settlement> results, Map<Integer, Place> changed) {}

    /** @param items null: the oldest {@code limit} that wait */
    Outcome resend(@Nullable List<Correction> items, int limit, RecordContent content) throws SQLException {
        Map<DeadLetters.Place, Letter> sent = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        RowReader reader = new RowReader(layout.shape(), content);
        for (Taken taken : taken(items, limit)) {
            Letter letter = taken.letter();
            try {
                String value = taken.corrected();
                Row row = value == null
                        ? reader.read(letter.record())
                        : reader.read(letter.record(), value.getBytes(StandardCharsets.UTF_8));
                if (sent.put(letter.place(), letter) == null) {
                    rows.add(row);
                }
            } catch (Unfit unfit) {
                refuse(letter, new Cause(unfit.reason(), unfit.column(), null));
            } catch (RowReader.NotNow unknown) {
                results.put(
                        letter.place().text(),
                        new Settlement(letter.place().text(), false, "the schema registry does not answer"));
            }
        }
        return land(rows, sent);
    }

    private Outcome land(List<Row> rows, Map<DeadLetters.Place, Letter> sent) throws SQLException {
        if (rows.isEmpty()) {
            on.commit();
            return new Outcome(List.copyOf(results.values()), Map.of());
        }
        String placeIndex = new TableSetup(on, layout).check().placeIndex();
        TableWriter writer = new TableWriter(on, layout, placeIndex == null ? "" : placeIndex);
        writer.begin();
        for (Row row : rows) {
            writer.add(row);
        }
        Written written = writer.end();
        for (Refused refused : written.refused()) {
            Letter letter = sent.remove(letters.place(refused.row().record()));
            if (letter != null) {
                refuse(letter, new Cause(refused.reason(), refused.column(), refused.sqlstate()));
            }
        }
        sent.keySet().forEach(place -> results.put(place.text(), new Settlement(place.text(), true, null)));
        letters.settle(on, landing.id(), List.copyOf(sent.keySet()), Fate.RESENT);
        return done(rows.get(0).record().partition(), new Counts(written.landed(), written.fresh(), 0, 0, sent.size()));
    }

    Outcome discard(@Nullable List<Correction> items, int limit) throws SQLException {
        List<DeadLetters.Place> gone = new ArrayList<>();
        for (Taken taken : taken(items, limit)) {
            DeadLetters.Place place = taken.letter().place();
            gone.add(place);
            results.put(place.text(), new Settlement(place.text(), true, null));
        }
        letters.settle(on, landing.id(), gone, Fate.DISCARDED);
        return gone.isEmpty()
                ? done(0, new Counts(0, 0, 0, 0, 0))
                : done(gone.get(0).partition(), new Counts(0, 0, 0, 0, gone.size()));
    }

    private Outcome done(int partition, Counts counts) throws SQLException {
        Map<Integer, Place> changed = books.count(on, landing.id(), partition, counts);
        on.commit();
        return new Outcome(List.copyOf(results.values()), changed);
    }

    private record Taken(Letter letter, @Nullable String corrected) {}

    /** Those that wait; of others the result says what became of them. */
    private List<Taken> taken(@Nullable List<Correction> items, int limit) throws SQLException {
        List<Taken> taken = new ArrayList<>();
        if (items == null) {
            letters.take(on, landing.id(), limit).forEach(letter -> taken.add(new Taken(letter, null)));
            return taken;
        }
        long bytes = 0;
        for (Correction item : items) {
            if (bytes > DeadLetters.TAKE_BYTES) {
                results.put(
                        item.id(), new Settlement(item.id(), false, "these are too many bytes at a time; ask again"));
                continue;
            }
            Optional<DeadLetters.Place> place = DeadLetters.Place.parse(item.id());
            Optional<Letter> letter = place.isEmpty() ? Optional.empty() : letters.take(on, landing.id(), place.get());
            if (letter.isEmpty()) {
                results.put(item.id(), new Settlement(item.id(), false, "there is no such dead letter"));
            } else if (letter.get().state() != Fate.WAITING) {
                boolean resent = letter.get().state() == Fate.RESENT;
                String reason = resent ? "it was sent again, and has landed" : "it was discarded";
                results.put(item.id(), new Settlement(item.id(), false, reason));
            } else {
                bytes += letter.get().bytes();
                taken.add(new Taken(letter.get(), item.value()));
            }
        }
        return taken;
    }

    private void refuse(Letter letter, Cause cause) throws SQLException {
        String id = letter.place().text();
        letters.explain(on, landing.id(), letter.place(), cause);
        String column = cause.column() == null ? "" : cause.column() + ": ";
        results.put(id, new Settlement(id, false, column + cause.reason()));
    }
}
