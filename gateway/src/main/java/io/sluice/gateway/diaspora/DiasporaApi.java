package io.sluice.gateway.diaspora;

import io.sluice.gateway.http.Route;
import io.sluice.runtime.KafkaLink;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;

/** Every address below {@code /diaspora}. */
public final class DiasporaApi {
    static final String V2 = "/diaspora/api/v2";
    static final String V3 = "/diaspora/api/v3";

    private final Door door;

    /** @param users how clients of users' own come to Kafka */
    public DiasporaApi(Vertx vertx, KafkaLink.Users users) {
        this.door = new Door(vertx);
    }

    public List<Route> routes() {
        return Stream.of(new FabricUsers(door).routes()).flatMap(List::stream).toList();
    }
}
