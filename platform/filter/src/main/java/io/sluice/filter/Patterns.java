package io.sluice.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters written as JSON patterns, as Amazon EventBridge and Lambda event sources know them, compiled to the same tree as
 * text. What a pattern can say is in {@code docs/filter-language.md}.
 */
public final class Patterns {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.MAX_STEPS * 2)
                    .maxNumberLength(Limits.MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private Patterns() {}

    /** The filter of a pattern, or the first thing that is wrong with it. {@code {}} matches every record. */
    public static Parsed<Filter> toFilter(String json) {
        if (json.length() > Limits.MAX_TEXT_LENGTH) {
            return new Parsed.Failed<>(List.of(Filter.tooLong(json)));
        }
        List<Violation> violations = new ArrayList<>();
        List<Expr> all = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            all.addAll(new PatternReader(parser, violations).pattern());
        } catch (SyntaxError e) {
            return new Parsed.Failed<>(violations);
        } catch (JsonProcessingException e) {
            return failed("this is not JSON", position(e.getLocation(), json), 0);
        } catch (IOException e) {
            throw new IllegalStateException("reading a text does no input", e);
        }
        Expr tree = all.isEmpty() ? Filter.ALL.tree() : all.size() == 1 ? all.get(0) : new Expr.And(all);
        Parsed<Filter> filter = Filter.of(tree);
        return filter instanceof Parsed.Ok
                ? filter
                : failed(filter.violations().get(0).message(), 0, json.length());
    }

    private static Parsed<Filter> failed(String message, int position, int length) {
        return new Parsed.Failed<>(List.of(new Violation(message, position, length)));
    }

    private static int position(JsonLocation location, String json) {
        long offset = location == null ? 0 : location.getCharOffset();
        return (int) Math.max(0, Math.min(offset, json.length()));
    }
}
