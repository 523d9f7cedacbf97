package io.sluice.gateway.streams;

import io.sluice.contract.Streams.StreamSource;
import io.sluice.query.Ref;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names of what a stream reads. SQL may leave open whether a name is that of a topic, a stream or a dataset, requests say it; what was found when
 * the stream was made tells.
 */
record ReadNames(Set<String> topics, Set<String> datasets) {
    ReadNames {
        topics = Set.copyOf(topics);
        datasets = Set.copyOf(datasets);
    }

    static ReadNames of(List<StreamSource> sources) {
        return new ReadNames(
                sources.stream().map(StreamSource::topic).collect(Collectors.toSet()),
                sources.stream()
                        .map(StreamSource::dataset)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
    }

    /** Of what is read first, where requests have topics and datasets: the topic of a stream has its name. */
    Ref first(Ref ref) {
        boolean ofStream = ref.kind() == Ref.Kind.STREAM && topics.contains(ref.name());
        return ofStream ? new Ref(Ref.Kind.TOPIC, ref.name()) : joined(ref);
    }

    /** As it is where nothing is known of the name. */
    Ref joined(Ref ref) {
        if (ref.kind() != Ref.Kind.NAME) {
            return ref;
        } else if (topics.contains(ref.name())) {
            return new Ref(Ref.Kind.TOPIC, ref.name());
        }
        return datasets.contains(ref.name()) ? new Ref(Ref.Kind.DATASET, ref.name()) : ref;
    }
}
