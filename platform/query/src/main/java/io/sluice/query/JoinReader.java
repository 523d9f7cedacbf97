package io.sluice.query;

import io.sluice.filter.SyntaxReader;
import io.sluice.query.Statement.Item;
import io.sluice.query.Statement.JoinClause;
import io.sluice.query.Statement.Span;
import io.sluice.query.Statement.Within;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code left join zones as z within 20 minutes on r.x = z.y} and its like. */
final class JoinReader {
    private static final List<String> NOT_SOURCES = List.of("on", "as", "within", "refresh");

    private final SyntaxReader reader;
    private final Clauses clauses;
    private final String pointer;
    private @Nullable Within within;
    private @Nullable Span refresh;
    private @Nullable Item on;

    JoinReader(SyntaxReader reader, Clauses clauses, String pointer) {
        this.reader = reader;
        this.clauses = clauses;
        this.pointer = pointer;
    }

    /** The type of the join that begins here; none where none begins. */
    Optional<Join.Type> begin() {
        if (reader.takeWords("join") || reader.takeWords("inner", "join")) {
            return Optional.of(Join.Type.INNER);
        } else if (reader.takeWords("left", "join") || reader.takeWords("left", "outer", "join")) {
            return Optional.of(Join.Type.LEFT);
        } else if (reader.takeWords("full", "join")
                || reader.takeWords("full", "outer", "join")
                || reader.takeWords("outer", "join")) {
            return Optional.of(Join.Type.OUTER);
        } else if (reader.atWords("right") || reader.atWords("cross")) {
            throw reader.unexpected("expected a join that is inner, left or full (of a right one change the sides)");
        }
        return Optional.empty();
    }

    JoinClause read(Join.Type type) {
        int start = reader.position();
        boolean table = isKeyword("table") && reader.takeWords("table");
        boolean stream = !table && isKeyword("stream") && reader.takeWords("stream");
        Statement.Source right = new SourceReader(reader, clauses, pointer).read(false);
        while (part()) {}
        Place place = new Place(pointer, start, reader.lastEnd());
        if (on == null) {
            throw reader.unexpected("expected 'on', as in on a.x = b.y");
        } else if (stream && within == null) {
            reader.report("expected 'within', as in within 20 minutes", place.start(), place.end());
        }
        return new JoinClause(type, table, right, within, refresh, on, place);
    }

    /** Whether {@code table} or {@code stream} is not itself the name of the source. */
    private boolean isKeyword(String word) {
        boolean source = reader.atWords(word) && reader.secondBeginsValue() && !callsStream();
        return source && NOT_SOURCES.stream().noneMatch(other -> reader.atWords(word, other));
    }

    /** {@code stream('x')} is a source by itself. */
    private boolean callsStream() {
        return reader.atWords("stream") && reader.secondIsSign("(");
    }

    private boolean part() {
        if (within == null && reader.takeWords("within")) {
            within = within();
        } else if (refresh == null && reader.takeWords("refresh")) {
            reader.takeWords("every");
            refresh = Durations.read(reader, pointer);
        } else if (on == null && reader.takeWords("on")) {
            on = clauses.rowCondition("on");
        } else {
            return false;
        }
        return true;
    }

    /** {@code 20 minutes}, {@code (20 minutes, grace period 5 minutes)}, {@code (before, after)}, with its grace inside or behind. */
    private Within within() {
        Span grace = null;
        boolean bracketed = reader.takeSign("(");
        Span before = Durations.read(reader, pointer);
        Span after = before;
        if (bracketed) {
            while (reader.takeSign(",")) {
                if (grace == null && grace()) {
                    grace = Durations.read(reader, pointer);
                } else {
                    after = Durations.read(reader, pointer);
                }
            }
            reader.expectSign(")", "expected ')', as in within (20 minutes, grace period 5 minutes)");
        }
        if (grace == null && grace()) {
            grace = Durations.read(reader, pointer);
        }
        return new Within(before, after, grace);
    }

    private boolean grace() {
        return reader.takeWords("grace", "period") || reader.takeWords("grace");
    }
}
