package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.feed.FileState.Outcome;
import io.sluice.stream.intake.feed.Unreadable.Extent;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the files of a directory, each version of each file once, older ones first.
 *
 * <p>A file is read twice: the first time to see that the whole of it can be read, and to know its content (SHA-256); then, in
 * as many batches as it takes, its records are published. So a broken file publishes nothing, the others go on, and a file may be
 * larger than the memory. What is known of a file ({@link FileState}) is the position of its name, in the transaction of
 * its records: after a crash reading goes on behind the last record that is there.
 *
 * <p>Changed content is published again, all of it. The same content under another name is, too, unless {@code skip_same_content}
 * says otherwise, but a file that was renamed is not. A time that changed without the content is noted only. A deleted file is forgotten. A link that leads out of
 * the directory is not followed.
 */
final class DirectoryReader implements Reader {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryReader.class);

    private final Folder folder;
    private final Processing processing;
    private final long maxBytes;
    private final Clock clock;
    private final KnownFiles known;
    private final Map<String, Settling> settling = new HashMap<>();
    private @Nullable Reading current;
    /** Whether the last look found anything that may have changed. */
    private boolean stirred;

    /** A file whose records are being published. */
    private static final class Reading {
        private final String name;
        private final FileState state;
        private final FileRecords records;
        private long toldBytes;
        private long taken;

        Reading(String name, FileState state, FileRecords records) {
            this.name = name;
            this.state = state;
            this.records = records;
        }
    }

    private DirectoryReader(
            Folder folder, Processing processing, long maxBytes, Map<String, String> positions, Clock clock)
            throws SourceFault {
        this.folder = folder;
        this.processing = processing;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.known = new KnownFiles(positions);
    }

    /**
     * @param roots that directories must be inside of; empty: any directory, as an administrator registered it
     * @param maxBytes of one file, also when it is decompressed
     */
    static Factory of(Path directory, List<Path> roots, Processing processing, long maxBytes) {
        return positions ->
                new DirectoryReader(Folder.open(directory, roots), processing, maxBytes, positions, Clock.systemUTC());
    }

    @Override
    public Step read(Batch batch, Duration patience) throws SourceFault, IOException, InterruptedException {
        look(batch, Duration.ZERO);
        boolean any = false;
        while (!batch.isFull()) {
            Reading reading = current == null ? next(batch) : current;
            current = reading;
            if (reading == null) {
                break;
            }
            any = true;
            publish(reading, batch);
        }
        if (any) {
            return Step.MORE;
        }
        look(batch, untilNext(patience));
        boolean told = !stirred && settling.isEmpty() && known.forget(batch);
        return told || !settling.isEmpty() ? Step.MORE : Step.IDLE;
    }

    private Duration untilNext(Duration patience) {
        Duration wait = patience;
        long now = System.nanoTime();
        for (Settling each : settling.values()) {
            wait = each.left(now).compareTo(wait) < 0 ? each.left(now) : wait;
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void look(Batch batch, Duration patience) throws SourceFault, IOException, InterruptedException {
        Set<String> names = new HashSet<>(known.names());
        names.addAll(settling.keySet());
        Set<String> changes = folder.changes(names, patience);
        stirred = !changes.isEmpty();
        long at = System.nanoTime();
        for (String name : changes) {
            look(batch, name, at);
        }
    }

    private void look(Batch batch, String name, long at) throws IOException {
        FileFormat format = FileFormat.of(name);
        if (format == null || current != null && current.name.equals(name)) {
            return;
        }
        BasicFileAttributes now = folder.attributes(name);
        if (now == null) {
            settling.remove(name);
            known.vanish(name, batch);
            return;
        }
        FileState before = known.get(name);
        Settling waiting = settling.get(name);
        if (waiting != null) {
            waiting.seen(now);
        } else if (before == null || !before.isOf(now) || before.outcome() == Outcome.READING) {
            settling.put(name, new Settling(name, format, now, clock, at));
        }
    }

    /** @return the oldest file that is ready and whole, open; null: none is */
    private @Nullable Reading next(Batch batch) throws IOException {
        long now = System.nanoTime();
        List<String> ready = settling.entrySet().stream()
                .filter(each -> each.getValue().isReady(now))
                .sorted(Comparator.comparingLong((Map.Entry<String, Settling> each) ->
                                each.getValue().modified())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
        for (String name : ready) {
            look(batch, name, now);
            Settling waiting = settling.get(name);
            if (waiting == null || !waiting.isReady(now)) {
                continue;
            }
            Reading reading = inspect(name, waiting, batch);
            if (reading != null || batch.isFull()) {
                return reading;
            }
        }
        return null;
    }

    /**
     * The first reading.
     *
     * @return null: nothing of it is to be published now
     */
    private @Nullable Reading inspect(String name, Settling waiting, Batch batch) throws IOException {
        BasicFileAttributes before = folder.attributes(name);
        if (before == null) {
            return null;
        }
        try {
            Path path = folder.inside(name);
            if (path == null) {
                throw new Unreadable(Extent.DOCUMENT, "a link that leads out of the directory is not followed");
            }
            String hash = check(path, waiting);
            BasicFileAttributes after = folder.attributes(name);
            if (after == null || !FileState.of(before, "").isOf(after)) {
                return null;
            }
            settling.remove(name);
            return begin(name, path, waiting.format(), FileState.of(before, hash), batch);
        } catch (Unreadable fault) {
            if (fault.extent() == Extent.END && !waiting.isFinal()) {
                waiting.endsEarly();
                return null;
            }
            quarantine(name, FileState.of(before, ""), fault.reason(), batch);
        } catch (NoSuchFileException gone) {
            settling.remove(name);
        } catch (AccessDeniedException denied) {
            quarantine(name, FileState.of(before, ""), "it may not be read", batch);
        } catch (IOException fault) {
            LOG.warn("file cannot be read; directory={} cause={}", folder, fault.toString());
            quarantine(name, FileState.of(before, ""), "it cannot be read", batch);
        }
        return null;
    }

    /** @return the hash of a file that can be read to its end */
    private String check(Path path, Settling waiting) throws Unreadable, IOException {
        try (FileRecords records = FileRecords.open(path, waiting.format(), processing, maxBytes)) {
            boolean more = true;
            while (more) {
                try {
                    more = records.next() != null;
                } catch (Unreadable fault) {
                    boolean lastLine = waiting.format() == FileFormat.JSON_LINES && waiting.isFinal();
                    if (fault.extent() != Extent.RECORD && !lastLine) {
                        throw fault;
                    }
                }
            }
            return records.hash();
        }
    }

    private @Nullable Reading begin(String name, Path path, FileFormat format, FileState found, Batch batch)
            throws Unreadable, IOException {
        FileState of = known.get(name);
        FileState before = of == null ? known.renamed(found) : of;
        boolean same = before != null && before.sha256().equals(found.sha256());
        long taken = same && before != null ? before.taken() : 0;
        boolean done = same && before != null && before.outcome() == Outcome.DONE;
        if (done || processing.flow().skipSameContent() && known.isElsewhere(name, found.sha256())) {
            known.put(name, found.with(Outcome.DONE, taken), batch);
            return null;
        }
        long skip = same && before != null && before.outcome() == Outcome.READING ? taken : 0;
        Reading reading = new Reading(name, found, FileRecords.open(path, format, processing, maxBytes));
        for (reading.taken = 0; reading.taken < skip; reading.taken++) {
            try {
                reading.records.next();
            } catch (Unreadable told) {
                // Told when it was taken, before the restart.
            }
        }
        return reading;
    }

    /** The second reading, until the batch is full or the file ends. */
    private void publish(Reading reading, Batch batch) throws IOException {
        boolean more = true;
        while (more && !batch.isFull()) {
            try {
                byte[] record = reading.records.next();
                more = record != null;
                if (record != null) {
                    reading.taken++;
                    batch.json(record);
                }
            } catch (Unreadable fault) {
                reading.taken++;
                batch.failed(reading.name + ": " + fault.reason());
                more = fault.extent() == Extent.RECORD;
            }
        }
        batch.bytes(reading.records.bytes() - reading.toldBytes);
        reading.toldBytes = reading.records.bytes();
        known.put(reading.name, reading.state.with(more ? Outcome.READING : Outcome.DONE, reading.taken), batch);
        if (!more) {
            reading.records.close();
            current = null;
            look(batch, reading.name, System.nanoTime());
        }
    }

    private void quarantine(String name, FileState state, String reason, Batch batch) {
        settling.remove(name);
        batch.failed(name + ": " + reason);
        known.put(name, state.failed(reason), batch);
    }

    @Override
    public void close() throws IOException {
        Reading reading = current;
        if (reading != null) {
            reading.records.close();
        }
        folder.close();
    }
}
