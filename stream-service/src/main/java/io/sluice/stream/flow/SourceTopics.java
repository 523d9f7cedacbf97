package io.sluice.stream.flow;

import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.kafka.Broker;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Whether the topics that streams read are there. */
final class SourceTopics {
    private final Broker broker;

    SourceTopics(Broker broker) {
        this.broker = broker;
    }

    /** In words, if a source is not what it was when the stream was made. */
    Future<Optional<String>> fault(List<Reading> sources) {
        List<Future<Optional<String>>> checks = sources.stream()
                .map(source -> broker.find(source.topic()).map(found -> {
                    if (found == null) {
                        return Optional.of("The source topic \"" + source.topic() + "\" is gone.");
                    } else if (!found.topicId().toString().equals(source.id())) {
                        return Optional.of(
                                "The source topic \"" + source.topic() + "\" was deleted and created again.");
                    }
                    return Optional.<String>empty();
                }))
                .toList();
        return Future.all(checks).map(done -> checks.stream()
                .flatMap(check -> check.result().stream())
                .findFirst());
    }
}
