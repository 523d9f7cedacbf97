package io.sluice.stream.landing;

import io.sluice.contract.Landings;
import io.sluice.contract.Landings.DeadLetter;
import io.sluice.contract.Landings.DeadLetterPage;
import io.sluice.contract.Landings.Fate;
import io.sluice.contract.Landings.ListDeadLetters;
import io.sluice.contract.Landings.QueryRows;
import io.sluice.contract.Landings.RowCount;
import io.sluice.contract.Landings.RowPage;
import io.sluice.contract.Landings.SettleDeadLetters;
import io.sluice.contract.Landings.Settlements;
import io.sluice.contract.Problem;
import io.sluice.contract.Veiling;
import io.sluice.decode.Decoders;
import io.sluice.filter.JsonText;
import io.sluice.runtime.Json;
import io.sluice.stream.landing.database.DatabaseFault;
import io.sluice.stream.landing.database.Target;
import io.sluice.stream.landing.table.Books;
import io.sluice.stream.landing.table.Books.Place;
import io.sluice.stream.landing.table.DeadLetters;
import io.sluice.stream.landing.table.DeadLetters.Letter;
import io.sluice.stream.landing.table.RowQuery;
import io.sluice.stream.landing.table.RowVeil;
import io.sluice.stream.topic.TopicFormats;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Questions about what has landed, and what has not, to the database where it is. They run on workers of their own, at most {@value #WORKERS}
 * at a time. Belongs to one event loop.
 */
final class LandingQueries {
    private static final int WORKERS = 8;
    private static final int MAX_DEPTH = 512;
    private static final String CANCELLED = "57014";

    private final WorkerExecutor workers;
    private final Targets targets;
    private final TopicFormats formats;
    private final Decoders decoders;

    LandingQueries(Vertx vertx, Targets targets, TopicFormats formats, Decoders decoders) {
        this.workers = vertx.createSharedWorkerExecutor("sluice-landing-query", WORKERS);
        this.targets = targets;
        this.formats = formats;
        this.decoders = decoders;
    }

    private interface Question<T> {
        T ask(Connection on) throws SQLException;
    }

    Future<Void> close() {
        return workers.close();
    }

    Future<RowPage> rows(LandingRow landing, Veiling veiling, QueryRows ask) {
        RowQuery query = query(landing, veiling, ask.where(), ask.contains());
        int limit = Math.max(1, Math.min(ask.limit(), Landings.MAX_PAGE));
        return ask(landing, on -> query.run(on, limit, ask.cursor()))
                .map(found -> new RowPage(found.rows(), found.next()));
    }

    /** What is hidden of the present topic says nothing about those of past versions: their rows are not shown to whom anything is hidden. */
    private static RowQuery query(
            LandingRow landing, Veiling veiling, Map<String, String> where, @Nullable String contains) {
        List<String> topics = veiling.isNone() ? landing.topics() : List.of(landing.topic());
        RowVeil veil = RowVeil.of(landing.layout(), veiling);
        return RowQuery.of(landing.layout(), topics, veil, where, contains);
    }

    Future<RowCount> count(LandingRow landing, Veiling veiling) {
        if (!veiling.isNone()) {
            RowQuery query = query(landing, veiling, Map.of(), null);
            return ask(landing, query::count).map(RowCount::new);
        }
        return ask(landing, on -> books(landing).places(on, landing.id()))
                .map(places -> new RowCount(
                        places.values().stream().mapToLong(Place::rows).sum()));
    }

    Future<DeadLetterPage> deadLetters(LandingRow landing, ListDeadLetters ask) {
        int limit = Math.max(1, Math.min(ask.limit(), Landings.MAX_PAGE));
        DeadLetters.Place after = ask.cursor() == null
                ? null
                : DeadLetters.Place.parse(ask.cursor())
                        .orElseThrow(() -> Problem.Invalid.at("/cursor", "expected the cursor of a previous page")
                                .toException());
        return ask(landing, on -> {
            update(on, landing);
            DeadLetters letters = new DeadLetters(books(landing), landing.topics());
            List<Letter> found = letters.page(on, landing.id(), ask.fate(), after, limit + 1);
            return page(found, limit, total(on, landing, letters, ask.fate()));
        });
    }

    private static DeadLetterPage page(List<Letter> found, int limit, long total) {
        List<DeadLetter> items = new ArrayList<>();
        long bytes = 0;
        for (Letter letter : found) {
            DeadLetter shown = shown(letter);
            long size = shown.value() == null ? 0 : shown.value().length();
            boolean full = items.size() == limit || bytes + size > Landings.MAX_PAGE_BYTES;
            if (full && !items.isEmpty()) {
                return new DeadLetterPage(
                        items, total, items.get(items.size() - 1).id());
            }
            items.add(shown);
            bytes += size;
        }
        return new DeadLetterPage(items, total, null);
    }

    /** Those that wait are known without counting, and so are all. */
    private static long total(Connection on, LandingRow landing, DeadLetters letters, @Nullable Fate fate)
            throws SQLException {
        if (fate == Fate.RESENT || fate == Fate.DISCARDED) {
            return letters.count(on, landing.id(), fate);
        }
        return books(landing).places(on, landing.id()).values().stream()
                .mapToLong(place -> fate == null ? place.dead() : place.dead() - place.settled())
                .sum();
    }

    private static DeadLetter shown(Letter letter) {
        return new DeadLetter(
                letter.place().text(),
                letter.record().topic(),
                letter.record().partition(),
                letter.record().offset(),
                Instant.ofEpochMilli(letter.record().timestamp()),
                json(letter.record().key(), false),
                json(letter.record().value(), true),
                letter.cause().reason(),
                letter.cause().column(),
                letter.cause().sqlstate(),
                letter.at(),
                letter.state());
    }

    /** JSON as it is, a text as a JSON text, and what is neither as <code>{"base64": …}</code>. */
    private static @Nullable String json(byte @Nullable [] bytes, boolean structured) {
        if (bytes == null) {
            return null;
        }
        try {
            if (structured && JsonText.of(bytes, MAX_DEPTH) != JsonText.NONE) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Json.MAPPER.writeValueAsString(text);
        } catch (CharacterCodingException binary) {
            return "{\"base64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    record Settled(Settlements answer, Map<Integer, Place> changed) {}

    Future<Settled> settle(LandingRow landing, SettleDeadLetters ask) {
        int limit = Landings.MAX_DEAD_LETTERS;
        return formats.find(landing.topic(), landing.topicId())
                .compose(stored -> ask(landing, on -> {
                    update(on, landing);
                    DeadLetterDesk desk = new DeadLetterDesk(landing, on);
                    return ask.fate() == Fate.RESENT
                            ? desk.resend(ask.items(), limit, decoders.of(stored.format()))
                            : desk.discard(ask.items(), limit);
                }))
                .map(outcome -> new Settled(new Settlements(outcome.results()), outcome.changed()));
    }

    private static void update(Connection on, LandingRow landing) throws SQLException {
        books(landing).update(on);
        on.commit();
    }

    private static Books books(LandingRow landing) {
        return new Books(landing.layout().schema());
    }

    private <T> Future<T> ask(LandingRow landing, Question<T> question) {
        Target target = targets.of(landing);
        return workers.executeBlocking(
                () -> {
                    try (Connection on = target.borrow()) {
                        on.setAutoCommit(false);
                        try {
                            return question.ask(on);
                        } finally {
                            if (!on.isClosed()) {
                                on.rollback();
                            }
                        }
                    } catch (SQLException failed) {
                        throw (CANCELLED.equals(failed.getSQLState())
                                        ? new Problem.Unavailable(
                                                "The question takes too long; ask for something that is rarer, or for a column of the key.")
                                        : new Problem.Unavailable(
                                                DatabaseFault.of(failed).reason()))
                                .toException();
                    }
                },
                false);
    }
}
