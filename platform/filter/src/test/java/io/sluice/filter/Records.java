package io.sluice.filter;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Records for tests. */
final class Records {
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private Records() {}

    record Header(String name, byte[] value) {}

    record Sample(
            String topic, int partition, long offset, long timestamp, byte[] key, byte[] value, List<Header> headers)
            implements RecordView {
        @Override
        public int headerCount() {
            return headers.size();
        }

        @Override
        public String headerName(int i) {
            return headers.get(i).name();
        }

        @Override
        public byte[] headerValue(int i) {
            return headers.get(i).value();
        }

        Sample withKey(String text) {
            return new Sample(topic, partition, offset, timestamp, utf8(text), value, headers);
        }

        Sample withHeader(String name, String text) {
            List<Header> more = new ArrayList<>(headers);
            more.add(new Header(name, utf8(text)));
            return new Sample(topic, partition, offset, timestamp, key, value, more);
        }
    }

    static Sample value(String json) {
        return value(utf8(json));
    }

    static Sample value(byte[] bytes) {
        return new Sample("rides", 3, 17, NOW.toEpochMilli() - 60_000, null, bytes, List.of());
    }

    static byte[] utf8(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static Filter filter(String where) {
        return Filter.parse(where).orElseThrow();
    }

    static Projection projection(String select) {
        return Projection.parse(select).orElseThrow();
    }

    static Verdict verdict(String where, RecordView record) {
        return Matcher.of(filter(where), Projection.ALL, CLOCK).evaluate(record);
    }

    static Verdict verdict(String where, String json) {
        return verdict(where, value(json));
    }

    static String project(String select, RecordView record) {
        Matcher matcher = Matcher.of(Filter.ALL, projection(select), CLOCK);
        Verdict verdict = matcher.evaluate(record);
        return verdict == Verdict.MATCH ? new String(matcher.projected(), StandardCharsets.UTF_8) : verdict.toString();
    }

    static String project(String select, String json) {
        return project(select, value(json));
    }
}
