package io.sluice.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where reading begins: the {@code from} of every surface. Text forms: {@code latest}, {@code earliest}, an RFC 3339 time,
 * {@code -15m} (ago; s, m, h, d), {@code last:100}, {@code offsets:0=17,1=4}.
 */
public sealed interface StartAt {

    /** The canonical text; {@code parse(text())} gives an equal value. */
    String text();

    /** @throws ProblemException {@link Problem.Invalid} at {@code pointer} when {@code text} is none of the forms */
    static StartAt parse(String text, String pointer) {
        return StartAtText.parse(text, pointer);
    }

    record Latest() implements StartAt {
        @Override
        public String text() {
            return "latest";
        }
    }

    record Earliest() implements StartAt {
        @Override
        public String text() {
            return "earliest";
        }
    }

    /** The first record whose timestamp is not before {@code time}. */
    record At(Instant time) implements StartAt {
        @Override
        public String text() {
            return time.toString();
        }
    }

    /** Like {@link At}, measured back from the moment of the request. */
    record Ago(Duration duration) implements StartAt {
        @Override
        public String text() {
            return "-" + duration.toSeconds() + "s";
        }
    }

    /** The newest {@code count} records of the topic over all partitions. */
    record Last(int count) implements StartAt {
        @Override
        public String text() {
            return "last:" + count;
        }
    }

    /** The next offset to read of each named partition; a partition that is not named starts at its end. */
    record Offsets(Map<Integer, Long> offsets) implements StartAt {
        public Offsets {
            offsets = Map.copyOf(offsets);
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("offsets:");
            new TreeMap<>(offsets).forEach((partition, offset) -> text.append(text.length() > 8 ? "," : "")
                    .append(partition)
                    .append('=')
                    .append(offset));
            return text.toString();
        }
    }
}
