package io.sluice.bench;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a benchmark printed about a row.
 *
 * @param baseline empty where there is a limit instead
 * @param spread of the ratio, or of the value where there is no baseline
 */
record Result(Row row, double value, OptionalDouble baseline, OptionalDouble ratio, String spread) {
    private static final Pattern SPREAD = Pattern.compile("\\[([^\\]]*)]");

    /** In the order in which they were printed. The line before the JSON has the spreads, that of the ratio last. */
    static List<Result> read(List<String> lines) {
        List<Result> results = new ArrayList<>();
        String before = "";
        for (String line : lines) {
            if (line.startsWith("{\"bench\":")) {
                add(line, before, results);
            }
            before = line;
        }
        return results;
    }

    private static void add(String line, String before, List<Result> results) {
        JsonObject json;
        try {
            json = new JsonObject(line);
        } catch (DecodeException other) {
            return;
        }
        String spread = "";
        for (Matcher matcher = SPREAD.matcher(before); matcher.find(); ) {
            spread = matcher.group(1);
        }
        String found = spread;
        Row.of(json.getString("bench"))
                .ifPresent(row -> results.add(new Result(
                        row, json.getDouble("value"), optional(json, "baseline"), optional(json, "ratio"), found)));
    }

    private static OptionalDouble optional(JsonObject json, String field) {
        return json.containsKey(field) ? OptionalDouble.of(json.getDouble(field)) : OptionalDouble.empty();
    }
}
