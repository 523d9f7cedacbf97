package io.sluice.gateway.streams;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Streams.Definition;
import io.sluice.gateway.http.RuleTexts;
import io.sluice.query.Form;
import io.sluice.query.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stream reads, and what it keeps of it, in the words of a request. Only what was given. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record SourceView(
        List<String> keywords,
        @Nullable Boolean matchAll,
        List<String> datasets,
        List<String> topics,
        String where,
        List<JsonNode> filters,
        String select,
        String from,
        @Nullable Boolean batchMode) {

    /** Of a query in SQL this is where it began. */
    static SourceView of(Definition source) {
        return new SourceView(
                source.keywords(),
                source.keywords().isEmpty() ? null : source.matchAll(),
                source.datasets(),
                source.topics(),
                source.where(),
                source.filters().stream().map(RuleTexts::shown).toList(),
                source.select(),
                source.from(),
                source.batchMode() ? true : null);
    }

    /** @param first what is read: all of it topics, or all of it datasets */
    static SourceView of(Form form, List<Ref> first, String from) {
        return new SourceView(
                List.of(),
                null,
                names(first, Ref.Kind.DATASET),
                names(first, Ref.Kind.TOPIC),
                text(form.where()),
                List.of(),
                text(form.select()),
                from,
                null);
    }

    private static List<String> names(List<Ref> refs, Ref.Kind kind) {
        return refs.stream().filter(ref -> ref.kind() == kind).map(Ref::name).toList();
    }

    private static String text(Form.@Nullable Text text) {
        return text == null ? "" : text.value();
    }
}
