package io.sluice.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stream that keeps something: how many numbers of a source end with each digit, from its beginning. Each record is a change, so the
 * counts of a digit must come as 1, 2, 3 and so on, to the last one: one more or less, or one twice, is a number that was counted twice, or
 * a state that was lost or does not belong to the output.
 */
record Counts(String name, Source source) {
    private static final int DIGITS = 10;

    String sql() {
        return "select digit, count(*) as numbers from topic('" + source.topic() + "') group by n % " + DIGITS
                + " as digit";
    }

    Stream.Outcome check(String bootstrap) {
        Map<Integer, List<Integer>> found = new HashMap<>();
        Committed.read(bootstrap, name, record -> take(record.value(), found), () -> isWhole(found));
        List<String> faults = new ArrayList<>();
        long count = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            List<Integer> counts = found.getOrDefault(digit, List.of());
            count += counts.size();
            for (int i = 0; i < Math.max(counts.size(), wanted(digit)); i++) {
                if (i >= wanted(digit) || i >= counts.size() || counts.get(i) != i + 1) {
                    faults.add(name + " of " + digit + ": expected " + (i + 1) + " of " + wanted(digit) + ", found "
                            + (i < counts.size() ? counts.get(i) : "nothing") + " of " + counts.size());
                    break;
                }
            }
        }
        return new Stream.Outcome(count, faults);
    }

    private int wanted(int digit) {
        return (source.written() + DIGITS - 1 - digit) / DIGITS;
    }

    private boolean isWhole(Map<Integer, List<Integer>> found) {
        for (int digit = 0; digit < DIGITS; digit++) {
            if (found.getOrDefault(digit, List.of()).size() < wanted(digit)) {
                return false;
            }
        }
        return true;
    }

    private static void take(byte[] value, Map<Integer, List<Integer>> found) {
        try {
            JsonNode row = Json.MAPPER.readTree(value);
            found.computeIfAbsent(row.path("digit").asInt(), fresh -> new ArrayList<>())
                    .add(row.path("numbers").asInt());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
