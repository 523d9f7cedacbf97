package io.sluice.stream.flow;

import io.sluice.decode.Decoders;
import java.time.Clock;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * One source topic → the topics of all streams that share an application for it. The topology never changes: who the members are is read
 * from a {@link Roster} between two records, and where each is, is in a store ({@link Places}).
 */
final class SharedTopology {
    static final String MEMBERS = "members";

    private SharedTopology() {}

    /** What the tasks of a node work with. */
    record Kit(Roster roster, Rereader rereader, Decoders decoders, CommitPace pace, Clock clock) {}

    static Topology of(String source, Kit kit) {
        return new Topology()
                .addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), source)
                .addProcessor("members", new Sharing(source, kit), "source")
                .addSink("sink", Outgoing.TOPIC, new ByteArraySerializer(), Outgoing.SERIALIZER, "members");
    }

    private record Sharing(String source, Kit kit) implements ProcessorSupplier<byte[], byte[], byte[], Outgoing> {
        @Override
        public Processor<byte[], byte[], byte[], Outgoing> get() {
            return new SharedProcessor(source, kit);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(MEMBERS), Serdes.String(), Serdes.Long()));
        }
    }
}
