package io.sluice.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A compiled pattern of {@code like}. Between the percent signs stand segments of bytes and wildcards for one code point;
 * the first is held at the beginning, the last at the end, and each other one is taken where it first fits, which is right
 * because a later place never helps. Segments without wildcards are searched in linear time, those with them in time
 * proportional to text and segment.
 */
final class LikePattern {
    /** Stands for any one code point. */
    private static final int ANY = -1;

    private final List<Segment> segments = new ArrayList<>();

    LikePattern(String pattern, String escape) {
        List<Integer> units = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            int point = pattern.codePointAt(at);
            boolean escaped = !escape.isEmpty() && pattern.startsWith(escape, at);
            if (escaped) {
                at += escape.length();
                point = pattern.codePointAt(at);
            }
            at += Character.charCount(point);
            if (!escaped && point == '%') {
                segments.add(new Segment(units));
                units = new ArrayList<>();
            } else if (!escaped && point == '_') {
                units.add(ANY);
            } else {
                for (byte b : Texts.encode(Character.toString(point))) {
                    units.add((int) b & 0xFF);
                }
            }
        }
        segments.add(new Segment(units));
    }

    /** The text that whatever it matches begins with. */
    byte[] start() {
        Segment first = segments.get(0);
        int length = 0;
        while (length < first.units.length && first.units[length] != ANY) {
            length++;
        }
        return Arrays.copyOf(first.plain, length);
    }

    /** Whether it matches one text only. */
    boolean isText() {
        return segments.size() == 1 && !segments.get(0).wild;
    }

    /** Whether it matches whatever begins with {@link #start}. */
    boolean isPrefix() {
        return segments.size() == 2 && !segments.get(0).wild && segments.get(1).units.length == 0;
    }

    /** Whether nothing has to be searched for: no text between two percent signs. */
    boolean isAnchored() {
        return segments.size() <= 2;
    }

    /** Whether a text with a wildcard for one character has to be searched for. */
    boolean hasWildSearch() {
        return !isAnchored()
                && segments.subList(1, segments.size() - 1).stream().anyMatch(segment -> segment.wild);
    }

    boolean matches(byte[] in, int from, int to) {
        int last = segments.size() - 1;
        int at = segments.get(0).after(in, from, to);
        if (last == 0 || at < 0) {
            return at == to;
        }
        for (int i = 1; i < last; i++) {
            at = segments.get(i).search(in, at, to);
            if (at < 0) {
                return false;
            }
        }
        return segments.get(last).before(in, at, to);
    }

    /** What stands between two percent signs. */
    private static final class Segment {
        private final int[] units;
        private final byte[] plain;
        private final int[] borders;
        private final boolean wild;

        Segment(List<Integer> content) {
            units = content.stream().mapToInt(Integer::intValue).toArray();
            wild = content.contains(ANY);
            plain = new byte[units.length];
            for (int i = 0; i < units.length; i++) {
                plain[i] = (byte) units[i];
            }
            borders = wild ? new int[0] : Texts.borders(plain, 0, plain.length);
        }

        /** The place behind the segment when it stands at {@code from}, or -1. */
        int after(byte[] in, int from, int to) {
            int at = from;
            for (int unit : units) {
                if (at >= to) {
                    return -1;
                } else if (unit == ANY) {
                    at += Texts.width(in[at]);
                } else if ((in[at++] & 0xFF) != unit) {
                    return -1;
                }
            }
            return at;
        }

        /** Whether the segment stands at the end, not before {@code from}. */
        boolean before(byte[] in, int from, int to) {
            if (!wild) {
                return to - from >= plain.length && Arrays.equals(in, to - plain.length, to, plain, 0, plain.length);
            }
            int at = to;
            for (int i = units.length - 1; i >= 0; i--) {
                if (--at < from) {
                    return false;
                }
                while (units[i] == ANY && Texts.isContinuation(in[at])) {
                    at--;
                }
                if (units[i] != ANY && (in[at] & 0xFF) != units[i]) {
                    return false;
                }
            }
            return at >= from;
        }

        /** The place behind the first segment found from {@code from} on, or -1. */
        int search(byte[] in, int from, int to) {
            if (!wild) {
                int found = Texts.indexOf(in, from, to, plain, 0, plain.length, borders);
                return found < 0 ? -1 : found + plain.length;
            }
            for (int at = from; at < to; at += Texts.width(in[at])) {
                int after = after(in, at, to);
                if (after >= 0) {
                    return after;
                }
            }
            return -1;
        }
    }
}
