package io.sluice.gateway.browse;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

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

    /** The columns that the records of a dataset have for certain, as a mapping lets nothing else through; empty: not known. */
    public Future<List<String>> columns(Caller caller, String dataset) {
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(caller, dataset))
                .map(found ->
                        found.source().runs() ? List.copyOf(found.mapping().keySet()) : List.of());
    }

    public Future<Topics.TopicAccess> stream(Caller caller, String ref) {
        return Streams.FIND
                .call(vertx, new Streams.FindStream(caller, ref))
                .compose(stream -> topic(caller, stream.topic()));
    }
}
