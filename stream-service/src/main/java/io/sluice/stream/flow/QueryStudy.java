package io.sluice.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Caller;
import io.sluice.contract.RecordFormat;
import io.sluice.query.Input;
import io.sluice.query.Query;
import io.sluice.stream.flow.QuerySources.Resolved;
import io.sluice.stream.flow.SourceResolver.Found;
import io.sluice.stream.flow.TopicSamples.Sample;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds a query against the newest records of what it reads. Changes nothing. */
final class QueryStudy {
    /** Of each topic, to learn the names in it from. */
    static final int FEW = 200;

    private final QuerySources sources;
    private final TopicSamples samples;
    private final StreamService.Reading reading;

    QueryStudy(QuerySources sources, TopicSamples samples, StreamService.Reading reading) {
        this.sources = sources;
        this.samples = samples;
        this.reading = reading;
    }

    /**
     * A query as it is meant.
     *
     * @param samples by topic
     * @param notes on how it was understood
     */
    record Studied(
            Resolved resolved, Map<String, Sample> samples, Map<String, RecordFormat> formats, List<String> notes) {
        Query query() {
            return resolved.query();
        }
    }

    /** @param tables how many records of a topic that is read as a table */
    Future<Studied> study(Caller caller, Query query, int streams, int tables) {
        return sources.resolve(caller, query).compose(resolved -> {
            Map<String, Future<Sample>> asked = new LinkedHashMap<>();
            Map<String, String> ids = new HashMap<>();
            for (int i = 0; i < resolved.inputs().size(); i++) {
                int count = resolved.isTable(i) ? tables : streams;
                for (Found found : resolved.inputs().get(i)) {
                    ids.put(
                            Resolved.name(found),
                            found.topic().description().topicId().toString());
                    asked.computeIfAbsent(
                            Resolved.name(found),
                            name -> samples.last(found.topic().description(), count));
                }
            }
            return Future.all(
                            Future.all(List.copyOf(asked.values())),
                            reading.formats().find(ids))
                    .map(done -> {
                        Map<String, Sample> found = new LinkedHashMap<>();
                        asked.forEach((topic, sample) -> found.put(topic, sample.result()));
                        return understood(resolved, found, done.resultAt(1));
                    });
        });
    }

    private Studied understood(Resolved resolved, Map<String, Sample> found, Map<String, RecordFormat> formats) {
        Query query = resolved.query();
        Map<Input, List<JsonNode>> rows = new HashMap<>();
        for (int i = 0; i < resolved.inputs().size(); i++) {
            Input input = i == 0 ? query.from() : query.joins().get(i - 1).right();
            List<JsonNode> all = new ArrayList<>();
            for (Found one : resolved.inputs().get(i)) {
                String topic = Resolved.name(one);
                Sample sample = found.get(topic);
                if (sample != null) {
                    all.addAll(SampledNames.rows(
                            sample.records(), reading.decoders().of(formats.getOrDefault(topic, RecordFormat.AUTO))));
                }
            }
            rows.put(input, all);
        }
        SampledNames names = new SampledNames(rows);
        Query renamed = query.rename(names).orElse(faults -> query);
        return new Studied(new Resolved(renamed, resolved.inputs()), found, formats, names.notes());
    }
}
