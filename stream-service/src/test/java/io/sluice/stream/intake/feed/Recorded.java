package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What a reader has left behind: the part of the engine that readers see, with everything kept. */
final class Recorded {
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    final List<String> values = new ArrayList<>();
    /** Of each value: its header {@code event}, or "". */
    final List<String> events = new ArrayList<>();

    final List<Batch.Raw> raw = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final Map<String, String> positions = new HashMap<>();
    long bytes;
    int batches;

    /** Reads on with batches of {@code size} until {@code enough}, and fails after 30 s. */
    Recorded read(Reader reader, int size, Enough enough) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!enough.isEnough(this)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 30 s: " + this);
            }
            if (step(reader, size) == Reader.Step.END) {
                break;
            }
        }
        return this;
    }

    Recorded read(Reader reader, Enough enough) throws Exception {
        return read(reader, 1000, enough);
    }

    Reader.Step step(Reader reader, int size) throws SourceFault, IOException, InterruptedException {
        One one = new One(size);
        Reader.Step step = reader.read(one, PATIENCE);
        batches++;
        values.addAll(one.values);
        events.addAll(one.events);
        raw.addAll(one.raw);
        failures.addAll(one.failures);
        one.positions.forEach((key, value) -> {
            if (value == null) {
                positions.remove(key);
            } else {
                positions.put(key, value);
            }
        });
        return step;
    }

    /** Whether every file of a directory that is to be read has an outcome. */
    boolean settled(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> FileFormat.of(name) != null)
                    .allMatch(positions::containsKey);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public String toString() {
        return values.size() + " values, failures " + failures + ", positions " + positions;
    }

    interface Enough {
        boolean isEnough(Recorded recorded);
    }

    private final class One implements Batch {
        private final int size;
        private final List<String> values = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private final List<Raw> raw = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private final Map<String, @Nullable String> positions = new HashMap<>();

        One(int size) {
            this.size = size;
        }

        @Override
        public boolean isFull() {
            return values.size() + raw.size() >= size;
        }

        @Override
        public void json(byte[] value, @Nullable Headers headers) {
            values.add(new String(value, UTF_8));
            events.add(
                    headers == null
                            ? ""
                            : new String(headers.lastHeader("event").value(), UTF_8));
        }

        @Override
        public void raw(Raw record) {
            raw.add(record);
        }

        @Override
        public void failed(String reason) {
            failures.add(reason);
        }

        @Override
        public void bytes(long count) {
            bytes += count;
        }

        @Override
        public void size(long whole) {}

        @Override
        public void position(String key, @Nullable String value) {
            positions.put(key, value);
        }
    }
}
