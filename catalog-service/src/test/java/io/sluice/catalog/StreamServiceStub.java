package io.sluice.catalog;

import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The two endpoints of the stream-service that the catalog calls; keeps the names of topics and nothing else. */
public final class StreamServiceStub {
    public final Set<String> topics = ConcurrentHashMap.newKeySet();
    public final List<Topics.CreateTopic> created = new CopyOnWriteArrayList<>();
    public final List<Streams.RemoveSource> removed = new CopyOnWriteArrayList<>();

    private final List<Served> served;
    private volatile Supplier<Future<Void>> beforeAnswer = Future::succeededFuture;

    public StreamServiceStub(Vertx vertx) {
        served = List.of(Topics.CREATE.serve(vertx, this::create), Streams.REMOVE_SOURCE.serve(vertx, this::remove));
        Future.all(served.stream().map(Served::ready).toList()).await();
    }

    /** What is waited for between making a topic and saying so. */
    public void answerAfter(Supplier<Future<Void>> gate) {
        beforeAnswer = gate;
    }

    public void close() {
        Future.all(served.stream().map(Served::close).toList()).await();
    }

    private Future<Topics.TopicDetail> create(Topics.CreateTopic ask) {
        if (!topics.add(ask.name())) {
            throw Problem.Conflict.taken("topic", ask.name()).toException();
        }
        created.add(ask);
        Topics.Topic topic = new Topics.Topic(
                ask.name(), ask.partitions(), 1, 0, 0, ask.caller().user(), ask.dataset(), null, null, true);
        return beforeAnswer.get().map(new Topics.TopicDetail(topic, Map.of(), List.of()));
    }

    private Future<Done> remove(Streams.RemoveSource ask) {
        removed.add(ask);
        return Future.succeededFuture(new Done(topics.remove(ask.topic())));
    }
}
