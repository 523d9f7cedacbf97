package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.Web;
import io.sluice.stream.intake.Web.Answer;
import io.sluice.stream.intake.json.DataKey;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a document again and again and publishes the records in it that are new. The interval runs from one question to the next;
 * after an answer that took longer the next question follows at once, and none is made up for.
 *
 * <p>With an {@code id_key}, or the id that an entry of RSS or Atom has, a record is known when its id was seen among the last {@link Seen#MAX_MARKS}; without, or when it has
 * no id, when it is equal to one of the answer before. What is known is in the positions, so a restart repeats nothing. The
 * server is told which version was read last ({@code ETag}, {@code Last-Modified}), once all of it was taken.
 *
 * <p>Limits: an answer has {@link #MAX_BYTES} and {@link #MAX_RECORDS} at most, and is held in memory.
 */
final class PollReader implements Reader {
    static final int MAX_BYTES = 32 * 1024 * 1024;
    static final int MAX_RECORDS = Seen.MAX_MARKS / 2;
    private static final String ACCEPT =
            "application/json, application/x-ndjson, application/atom+xml, application/rss+xml, */*;q=0.5";
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final Web web;
    private final URI uri;
    private final Duration interval;
    private final PollAnswer form;
    private final @Nullable DataKey id;
    private final Seen seen;

    private @Nullable String tag;
    private @Nullable String modified;
    private @Nullable Course course;
    private long nextAt = System.nanoTime();

    /** One answer on its way into batches. */
    private static final class Course {
        private final List<byte[]> records;
        /** What tells them apart; null: all of them. */
        private final @Nullable DataKey id;

        private final Map<String, String> validators;
        /** The marks of the answer before, and the page where those of this one begin; without ids only. */
        private final Set<String> before;

        private final long page;
        private int next;

        Course(
                List<byte[]> records,
                @Nullable DataKey id,
                Map<String, String> validators,
                Set<String> before,
                long page) {
            this.records = records;
            this.id = id;
            this.validators = validators;
            this.before = before;
            this.page = page;
        }
    }

    private PollReader(Web web, Source.Poll source, Processing processing, Map<String, String> positions)
            throws SourceFault {
        this.web = web;
        this.uri = address(source.url());
        this.interval = Duration.ofMillis(Math.round(source.interval() * 1000));
        this.form = new PollAnswer(processing);
        String idKey = processing.flow().idKey();
        this.id = idKey == null ? null : DataKey.of(idKey);
        this.seen = Seen.of(positions);
        this.tag = positions.get("etag");
        this.modified = positions.get("last_modified");
    }

    /** @param web whose answers are let be as large as this reads, at least */
    static Factory of(Web web, Source.Poll source, Processing processing) {
        return positions -> new PollReader(web, source, processing, positions);
    }

    static URI address(String url) throws SourceFault {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            throw SourceFault.lasting("The address of the source is not a URL.");
        }
    }

    @Override
    public Step read(Batch batch, Duration patience) throws SourceFault, IOException, InterruptedException {
        Course open = course;
        if (open == null) {
            Duration left = Duration.ofNanos(nextAt - System.nanoTime());
            if (left.compareTo(patience) >= 0) {
                Thread.sleep(patience.toMillis());
                return Step.IDLE;
            }
            if (!left.isNegative()) {
                Thread.sleep(left.toMillis(), left.toNanosPart() % 1_000_000);
            }
            open = ask(batch);
            course = open;
        }
        if (open == null) {
            return Step.IDLE;
        }
        publish(open, batch);
        return Step.MORE;
    }

    /** @return null: the server has nothing new */
    private @Nullable Course ask(Batch batch) throws SourceFault, IOException {
        nextAt = System.nanoTime() + interval.toNanos();
        try (Answer answer = web.get(uri, headers())) {
            if (answer.status() == NOT_MODIFIED || answer.status() == NO_CONTENT) {
                return null;
            }
            byte[] body = answer.body().readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw SourceFault.lasting(
                        "An answer is longer than " + (MAX_BYTES >> 20) + " MiB, the most that a poll reads.");
            }
            batch.bytes(Math.max(answer.received(), body.length));
            PollAnswer.Found found =
                    form.records(body, answer.header("Content-Type").orElse(""), batch);
            if (found.records().size() > MAX_RECORDS) {
                throw SourceFault.lasting("An answer has more than " + MAX_RECORDS
                        + " records; a poll cannot tell the new ones among so many.");
            }
            return course(found.records(), id == null ? found.id() : id, validators(answer));
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>(Map.of("Accept", ACCEPT));
        if (tag != null) {
            headers.put("If-None-Match", tag);
        }
        if (modified != null) {
            headers.put("If-Modified-Since", modified);
        }
        return headers;
    }

    private static Map<String, String> validators(Answer answer) {
        Map<String, String> validators = new HashMap<>();
        answer.header("ETag").ifPresent(value -> validators.put("etag", value));
        answer.header("Last-Modified").ifPresent(value -> validators.put("last_modified", value));
        return validators;
    }

    private Course course(List<byte[]> records, @Nullable DataKey key, Map<String, String> validators) {
        if (key != null) {
            return new Course(records, key, validators, Set.of(), 0);
        }
        Set<String> marks = records.stream().map(Seen::mark).collect(Collectors.toSet());
        Set<String> before = seen.all();
        if (marks.equals(before)) {
            return new Course(List.of(), null, validators, before, 0);
        }
        return new Course(records, null, validators, before, seen.newPage());
    }

    private void publish(Course open, Batch batch) {
        while (open.next < open.records.size() && !batch.isFull()) {
            byte[] record = open.records.get(open.next++);
            if (open.id == null) {
                publishUnlessEqual(open, record, batch);
            } else {
                publishUnlessKnown(open.id, record, batch);
            }
        }
        if (open.next == open.records.size()) {
            finish(open, batch);
        }
        seen.write(batch);
    }

    private void publishUnlessEqual(Course open, byte[] record, Batch batch) {
        String mark = Seen.mark(record);
        if (!open.before.contains(mark)) {
            batch.json(record);
        }
        seen.put(mark);
    }

    private void publishUnlessKnown(DataKey key, byte[] record, Batch batch) {
        String mark = PollAnswer.id(record, key).map(Seen::mark).orElseGet(() -> Seen.mark(record));
        if (!seen.has(mark)) {
            batch.json(record);
        }
        seen.add(mark);
    }

    private void finish(Course open, Batch batch) {
        if (open.id == null) {
            seen.dropBefore(open.page);
        }
        tag = keep(batch, "etag", tag, open.validators.get("etag"));
        modified = keep(batch, "last_modified", modified, open.validators.get("last_modified"));
        course = null;
    }

    private static @Nullable String keep(Batch batch, String key, @Nullable String before, @Nullable String now) {
        if (now == null ? before != null : !now.equals(before)) {
            batch.position(key, now);
        }
        return now;
    }

    @Override
    public void close() {
        course = null;
    }
}
