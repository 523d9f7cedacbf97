package io.sluice.gateway.browse;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The topic behind a name, with the right to read it proven. */
public final class Places {
    private final Vertx vertx;

    public Places(Vertx vertx) {
        this.vertx = vertx;
    }

    public Future<Topics.TopicAccess> topic(Caller caller, String name) {
        return Topics.AUTHORIZE.call(vertx, new Topics.AuthorizeTopic(caller, name, Topics.Access.READ));
    }

    public Future<Topics.TopicAccess> dataset(Caller caller, String ref) {
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(caller, ref))
                .compose(dataset -> topic(caller, dataset.topic()));
    }

    public Future<Topics.TopicAccess> stream(Caller caller, String ref) {
        return Streams.FIND
                .call(vertx, new Streams.FindStream(caller, ref))
                .compose(stream -> topic(caller, stream.topic()));
    }
}
