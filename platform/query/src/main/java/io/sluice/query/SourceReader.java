package io.sluice.query;

import io.sluice.filter.SyntaxReader;
import io.sluice.query.Statement.Named;
import io.sluice.query.Statement.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code rides as r}, {@code a union b}, {@code topic('x')}, {@code (a, b) as r}. */
final class SourceReader {
    private final SyntaxReader reader;
    private final Clauses clauses;
    private final String pointer;

    SourceReader(SyntaxReader reader, Clauses clauses, String pointer) {
        this.reader = reader;
        this.clauses = clauses;
        this.pointer = pointer;
    }

    /** @param list whether commas go on with it */
    Source read(boolean list) {
        int start = reader.position();
        List<Ref> union = new ArrayList<>();
        if (reader.takeSign("(")) {
            refs(union, true);
            reader.expectSign(")", "expected ',', 'union' or ')'");
        } else {
            refs(union, list);
        }
        Place place = new Place(pointer, start, reader.lastEnd());
        return new Source(union, alias(), place);
    }

    private void refs(List<Ref> union, boolean list) {
        boolean more = true;
        while (more) {
            int start = reader.position();
            Ref ref = ref();
            if (union.contains(ref)) {
                reader.report("'" + ref.name() + "' is read twice", start, reader.lastEnd());
            } else {
                union.add(ref);
            }
            if (union.size() > QueryLimits.MAX_UNION) {
                throw reader.unexpected("expected at most " + QueryLimits.MAX_UNION + " sources");
            }
            more = reader.takeWords("union", "all") || reader.takeWords("union") || (list && reader.takeSign(","));
        }
    }

    private Ref ref() {
        SyntaxReader.Word word = reader.peekWord()
                .orElseThrow(() -> reader.unexpected("expected the name of a topic, stream or dataset"));
        if (!word.quoted() && reader.secondIsSign("(")) {
            return called(word);
        }
        String name =
                clauses.name("expected the name of a topic, stream or dataset").value();
        if (reader.atSign(".") || reader.atSign("-")) {
            throw reader.unexpected(
                    "a name with other characters than letters, digits and '_' is written in double" + " quotes");
        }
        return new Ref(Ref.Kind.NAME, present(name, word));
    }

    private Ref called(SyntaxReader.Word word) {
        Ref.Kind kind = kind(word);
        reader.name("");
        reader.takeSign("(");
        SyntaxReader.Word name = reader.text("expected a text in single quotes, as in "
                + kind.name().toLowerCase(Locale.ROOT) + "('"
                + (kind == Ref.Kind.CSV ? "https://…" : "name") + "')");
        reader.expectSign(")", "expected ')'");
        if (name.value().length() > QueryLimits.MAX_NAME_LENGTH) {
            reader.report(
                    "a name has at most " + QueryLimits.MAX_NAME_LENGTH + " characters", name.start(), name.end());
        }
        return new Ref(kind, present(name.value(), name));
    }

    private String present(String name, SyntaxReader.Word word) {
        if (name.isBlank()) {
            reader.report("expected a name, found an empty one", word.start(), word.end());
        }
        return name;
    }

    private Ref.Kind kind(SyntaxReader.Word word) {
        List<String> known = new ArrayList<>();
        for (Ref.Kind kind : Ref.Kind.values()) {
            String called = kind.name().toLowerCase(Locale.ROOT);
            if (kind != Ref.Kind.NAME && word.value().equalsIgnoreCase(called)) {
                return kind;
            } else if (kind != Ref.Kind.NAME) {
                known.add(called);
            }
        }
        reader.report(
                "there is no source '" + word.value() + "(…)'" + SyntaxReader.didYouMean(word.value(), known),
                word.start(),
                word.end());
        return Ref.Kind.TOPIC;
    }

    private @Nullable Named alias() {
        if (reader.takeWords("as")) {
            return clauses.name("expected a name after 'as'");
        }
        return clauses.atName() ? clauses.name("expected a name") : null;
    }
}
