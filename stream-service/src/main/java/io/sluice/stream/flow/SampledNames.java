package io.sluice.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.decode.RecordContent;
import io.sluice.filter.Path;
import io.sluice.query.Input;
import io.sluice.query.Query;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Names in a query as they are in the records that were seen: another case is no other name, where no record has the name itself. */
final class SampledNames implements Query.Renaming {
    private final Map<Input, List<JsonNode>> rows;
    private final Set<String> notes = new LinkedHashSet<>();

    /** @param rows of each input, as they were seen */
    SampledNames(Map<Input, List<JsonNode>> rows) {
        this.rows = rows;
    }

    static List<JsonNode> rows(List<ConsumerRecord<byte[], byte[]>> records, RecordContent content) {
        List<JsonNode> rows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            content.show(record.key(), record.value());
            byte[] value = content.filteredValue();
            if (value != null) {
                try {
                    rows.add(Json.MAPPER.readTree(value));
                } catch (IOException notJson) {
                    continue;
                }
            }
        }
        return rows;
    }

    /** What was read otherwise than it was written. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public Path rename(Input input, Path path) {
        if (path.root() != Path.Root.VALUE) {
            return path;
        }
        List<JsonNode> at = rows.getOrDefault(input, List.of());
        List<Path.Step> steps = new ArrayList<>();
        for (Path.Step step : path.steps()) {
            Path.Step known = step instanceof Path.Name name ? new Path.Name(name(at, name.name())) : step;
            steps.add(known);
            at = at.stream()
                    .map(node -> known instanceof Path.Name name
                            ? node.path(name.name())
                            : node.path(((Path.Index) known).index()))
                    .filter(node -> !node.isMissingNode())
                    .toList();
        }
        return new Path(path.root(), steps);
    }

    private String name(List<JsonNode> nodes, String written) {
        Set<String> alike = new TreeSet<>();
        for (JsonNode node : nodes) {
            if (node.has(written)) {
                return written;
            }
            node.fieldNames().forEachRemaining(name -> {
                if (name.equalsIgnoreCase(written)) {
                    alike.add(name);
                }
            });
        }
        if (alike.size() != 1) {
            return written;
        }
        String found = alike.iterator().next();
        notes.add(written + " was read as " + found);
        return found;
    }
}
