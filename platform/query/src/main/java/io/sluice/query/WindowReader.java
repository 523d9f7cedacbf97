package io.sluice.query;

import io.sluice.filter.SyntaxReader;
import io.sluice.query.Statement.Span;
import io.sluice.query.Statement.WindowClause;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code tumbling (size 10 seconds, grace period 5 seconds)} and its like. */
final class WindowReader {
    private final SyntaxReader reader;
    private final String pointer;
    private final Map<Part, Span> parts = new EnumMap<>(Part.class);

    /** What is said of a window. */
    private enum Part {
        SIZE("size"),
        ADVANCE("advance by"),
        GAP("gap"),
        GRACE("grace period"),
        IDLE("idle after");

        private final String words;

        Part(String words) {
            this.words = words;
        }
    }

    WindowReader(SyntaxReader reader, String pointer) {
        this.reader = reader;
        this.pointer = pointer;
    }

    WindowClause read() {
        int start = reader.position();
        WindowClause.Kind kind = kind();
        reader.expectSign("(", "expected '('");
        boolean whole = true;
        do {
            whole &= reader.attempt(() -> part(kind));
        } while (reader.takeSign(","));
        reader.expectSign(")", "expected ',' or ')' in the window");
        Place place = new Place(pointer, start, reader.lastEnd());
        if (whole) {
            require(kind, place);
        }
        Span size = parts.get(kind == WindowClause.Kind.SESSION ? Part.GAP : Part.SIZE);
        return new WindowClause(
                kind, size, parts.get(Part.ADVANCE), parts.get(Part.GRACE), parts.get(Part.IDLE), place);
    }

    private WindowClause.Kind kind() {
        for (WindowClause.Kind kind : WindowClause.Kind.values()) {
            if (kind != WindowClause.Kind.NONE && reader.takeWords(kind.name().toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw reader.unexpected("expected tumbling, hopping or session after 'window'");
    }

    private void part(WindowClause.Kind kind) {
        int start = reader.position();
        Part part = which(kind);
        Span span = Durations.read(reader, pointer);
        boolean fits =
                switch (part) {
                    case SIZE -> kind != WindowClause.Kind.SESSION;
                    case ADVANCE -> kind == WindowClause.Kind.HOPPING;
                    case GAP -> kind == WindowClause.Kind.SESSION;
                    case GRACE, IDLE -> true;
                };
        if (!fits) {
            reader.report(
                    "a " + kind.name().toLowerCase(Locale.ROOT) + " window has no '" + part.words + "'",
                    start,
                    reader.lastEnd());
        } else if (parts.putIfAbsent(part, span) != null) {
            reader.report("'" + part.words + "' is said twice", start, reader.lastEnd());
        }
    }

    private Part which(WindowClause.Kind kind) {
        if (reader.takeWords("size")) {
            return Part.SIZE;
        } else if (reader.takeWords("advance", "by") || reader.takeWords("advance")) {
            return Part.ADVANCE;
        } else if (reader.takeWords("gap")) {
            return Part.GAP;
        } else if (reader.takeWords("grace", "period") || reader.takeWords("grace")) {
            return Part.GRACE;
        } else if (reader.takeWords("idle", "after") || reader.takeWords("idle")) {
            return Part.IDLE;
        } else if (reader.atWords("retention")) {
            throw reader.unexpected("windows are kept until their grace is over: expected no retention");
        } else if (reader.peekWord().isPresent()) {
            String known = Stream.of(Part.values()).map(part -> part.words).collect(Collectors.joining(", "));
            throw reader.unexpected("expected one of " + known);
        }
        return kind == WindowClause.Kind.SESSION ? Part.GAP : Part.SIZE;
    }

    private void require(WindowClause.Kind kind, Place place) {
        Part first = kind == WindowClause.Kind.SESSION ? Part.GAP : Part.SIZE;
        if (!parts.containsKey(first)) {
            reader.report(
                    "expected '" + first.words + "', as in (" + first.words + " 10 minutes)",
                    place.start(),
                    place.end());
        }
        if (kind == WindowClause.Kind.HOPPING && !parts.containsKey(Part.ADVANCE)) {
            reader.report("expected 'advance by', as in advance by 5 minutes", place.start(), place.end());
        }
    }
}
