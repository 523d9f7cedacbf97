package io.sluice.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which windows a row belongs to. Windows begin at multiples of their advance since the epoch, also before it. */
public sealed interface Windowing {
    /** The windows of a row that happened at {@code time}, the earliest first; of a session the one of this row alone. */
    List<Bounds> windows(long time);

    /**
     * Whether no more rows can come into a window: when event time has come as far as its end and the grace.
     *
     * @param watermark how far event time has come: nothing that is older is waited for
     */
    default boolean isOver(Bounds window, Duration grace, long watermark) {
        return !window.isEver() && plus(window.end(), grace.toMillis()) <= watermark;
    }

    /** The words of it in SQL, up to its grace; empty for none. */
    String describe();

    /** All rows of a key, for ever. */
    record Unbounded() implements Windowing {
        @Override
        public List<Bounds> windows(long time) {
            return List.of(Bounds.EVER);
        }

        @Override
        public String describe() {
            return "";
        }
    }

    /** Each row is in one. */
    record Tumbling(Duration size) implements Windowing {
        @Override
        public List<Bounds> windows(long time) {
            return regular(time, size.toMillis(), size.toMillis());
        }

        @Override
        public String describe() {
            return "tumbling (size " + Durations.print(size);
        }
    }

    /** Each row is in {@code size / advance} of them. */
    record Hopping(Duration size, Duration advance) implements Windowing {
        @Override
        public List<Bounds> windows(long time) {
            return regular(time, size.toMillis(), advance.toMillis());
        }

        @Override
        public String describe() {
            return "hopping (size " + Durations.print(size) + ", advance by " + Durations.print(advance);
        }
    }

    /** Rows of a key that are at most {@code gap} apart are in one. */
    record Session(Duration gap) implements Windowing {
        @Override
        public List<Bounds> windows(long time) {
            return List.of(new Bounds(time, plus(time, gap.toMillis())));
        }

        /** A row may come just when the gap is over, so a session closes a moment later than other windows. */
        @Override
        public boolean isOver(Bounds window, Duration grace, long watermark) {
            return plus(window.end(), grace.toMillis()) < watermark;
        }

        /** Whether a row of this time is in that session, or makes it longer. */
        public boolean meets(Bounds session, long time) {
            return plus(time, gap.toMillis()) >= session.start() && time <= session.end();
        }

        /** The session of a row together with those that it {@link #meets}: it may bring two together. */
        public Bounds grown(long time, List<Bounds> met) {
            Bounds own = windows(time).get(0);
            long start = own.start();
            long end = own.end();
            for (Bounds session : met) {
                start = Math.min(start, session.start());
                end = Math.max(end, session.end());
            }
            return new Bounds(start, end);
        }

        @Override
        public String describe() {
            return "session (" + Durations.print(gap);
        }
    }

    private static List<Bounds> regular(long time, long size, long advance) {
        List<Bounds> windows = new ArrayList<>();
        long start = time - Math.floorMod(time, advance);
        while (start > time - size) {
            windows.add(new Bounds(start, plus(start, size)));
            start -= advance;
        }
        Collections.reverse(windows);
        return windows;
    }

    /** The end of time is where adding stops. */
    private static long plus(long time, long millis) {
        return time > Long.MAX_VALUE - millis ? Long.MAX_VALUE : time + millis;
    }
}
