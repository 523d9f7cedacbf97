package io.sluice.gateway.diaspora;

import io.sluice.gateway.browse.TopicPolls;
import io.sluice.gateway.browse.TopicReads;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.topics.RecordProducer;
import io.sluice.runtime.KafkaLink;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;

/** Every address below {@code /diaspora}. */
public final class DiasporaApi {
    static final String V2 = "/diaspora/api/v2";
    static final String V3 = "/diaspora/api/v3";

    private final Vertx vertx;
    private final KafkaLink.Users users;
    private final Records records;

    /** @param users how clients of users' own come to Kafka */
    public DiasporaApi(Vertx vertx, KafkaLink.Users users, Records records) {
        this.vertx = vertx;
        this.users = users;
        this.records = records;
    }

    /** How records are read and written here. */
    public record Records(TopicPolls polls, TopicReads reads, RecordProducer producer) {}

    public List<Route> routes() {
        Door door = new Door(vertx);
        OwnTopics topics = new OwnTopics(vertx);
        FabricKeys keys = new FabricKeys(vertx, door, users);
        return Stream.of(
                        new FabricUsers(vertx, door, topics, keys).routes(),
                        keys.routes(),
                        new NamespaceTopics(vertx, door, topics).routes(),
                        new FlatTopics(vertx, door, topics).routes(),
                        new TopicUsers(vertx, door).routes(),
                        new Functions(door).routes(),
                        new FabricConsumers(vertx, door, records.polls()).routes(),
                        new FabricActions(vertx, door, records, users.bootstrap()).routes())
                .flatMap(List::stream)
                .toList();
    }
}
