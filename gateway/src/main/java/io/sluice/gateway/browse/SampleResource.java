package io.sluice.gateway.browse;

import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.record.ByteBuilder;
import io.sluice.gateway.record.KafkaRecordView;
import io.sluice.gateway.record.RecordJson;
import io.sluice.gateway.record.Sight;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest records of a dataset and the schema they suggest. */
public final class SampleResource {
    private final Places places;
    private final Readers readers;
    private final Clock clock;

    public SampleResource(Places places, Readers readers, Clock clock) {
        this.places = places;
        this.readers = readers;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/v1/datasets/{dataset}/sample", Role.VIEWER, this::sample));
    }

    private Future<Answer> sample(Call call) {
        Query query = call.query();
        int limit = query.whole("limit", 20, 1, 500);
        query.end();
        return places.dataset(call.caller(), call.path("dataset"))
                .compose(access -> read(call, access, limit))
                .map(body -> Answer.text(Answer.JSON, Buffer.buffer(body)));
    }

    /** Encoding and inference run on the worker too: they may take a while. */
    private Future<byte[]> read(Call call, Topics.TopicAccess access, int limit) {
        NewestRead.Ask ask = new NewestRead.Ask(access.name(), limit, readers.limits(), clock);
        Sight sight = readers.sight(access, clock);
        return readers.read(
                call, access.name(), (consumer, reading) -> encode(NewestRead.read(consumer, reading, ask), sight));
    }

    private static byte[] encode(List<ConsumerRecord<byte[], byte[]>> records, Sight sight) {
        Schema.Shapes shapes = new Schema.Shapes();
        RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_VALUE_BYTES);
        ByteBuilder out = new ByteBuilder(16 << 10);
        out.put(ascii("{\"records\":["));
        int shown = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            KafkaRecordView view = sight.look(record);
            if (view == null) {
                continue;
            }
            if (shown++ > 0) {
                out.put(',');
            }
            json.append(view, null, out);
            shapes.add(view.value());
        }
        out.put(ascii("],\"schema\":"));
        out.put(Answer.ok(shapes.schema()).body().getBytes());
        out.put(ascii(",\"scanned\":")).put((long) shown).put('}');
        return out.toBytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
