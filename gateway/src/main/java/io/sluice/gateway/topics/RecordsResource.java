package io.sluice.gateway.topics;

import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Violations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writing records. */
public final class RecordsResource {
    private static final String PATH = "/api/v1/topics/{topic}/records";

    private final Vertx vertx;
    private final RecordProducer producer;

    public RecordsResource(Vertx vertx, RecordProducer producer) {
        this.vertx = vertx;
        this.producer = producer;
    }

    public List<Route> routes() {
        return List.of(Route.post(PATH, Role.VIEWER, this::produce));
    }

    record Written(int partition, long offset, long timestamp) {
        static Written of(RecordMetadata metadata) {
            return new Written(metadata.partition(), metadata.offset(), metadata.timestamp());
        }
    }

    record Produced(List<Written> offsets) {}

    /** The right to write is proven before the body is looked at. */
    private Future<Answer> produce(Call call) {
        call.query().end();
        Topics.AuthorizeTopic authorize =
                new Topics.AuthorizeTopic(call.caller(), call.path("topic"), Topics.Access.WRITE);
        return Topics.AUTHORIZE.call(vertx, authorize).compose(access -> write(call, access));
    }

    private Future<Answer> write(Call call, Topics.TopicAccess access) {
        List<NewRecord> records = ProduceReader.read(call.body().getBytes(), call.violations());
        checkPartitions(records, access.partitions(), call.violations());
        return producer.write(access.name(), records)
                .map(written ->
                        Answer.ok(new Produced(written.stream().map(Written::of).toList())));
    }

    private static void checkPartitions(List<NewRecord> records, int partitions, Violations violations) {
        for (int i = 0; i < records.size(); i++) {
            Integer partition = records.get(i).partition();
            if (partition != null && partition >= partitions) {
                violations.add("/records/" + i + "/partition", "expected 0 to " + (partitions - 1));
            }
        }
        violations.check();
    }
}
