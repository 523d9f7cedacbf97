package io.sluice.stream.flow;

import io.sluice.contract.Dataset;
import io.sluice.contract.Sealed;
import io.sluice.contract.Security;
import io.sluice.contract.Source;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.runtime.Vault;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.source.Beside;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Secured sources that streams read with credentials of their owners, as the datasets have none. Each is copied to a topic of the stream
 * alone, exactly once, by what copies foreign topics for datasets: towards it this stands for a dataset. So nobody else reads what
 * somebody's password has opened.
 */
public final class StreamInputs implements Beside {
    private static final String OFFSET_RESET = "auto_offset_reset";

    private final StreamRows rows;
    private final Sql sql;
    private final Vault vault;

    public StreamInputs(Sql sql, Vault vault) {
        this.rows = new StreamRows(sql);
        this.sql = sql;
        this.vault = vault;
    }

    /** Whether a stream has to bring a user name and a password for it. */
    static boolean isNeededBy(@Nullable Dataset dataset) {
        return dataset != null
                && dataset.source() instanceof Source.Kafka kafka
                && kafka.copy() != null
                && kafka.security() != null
                && kafka.security().protocol().isSasl()
                && !dataset.credentials().containsKey(Security.PASSWORD);
    }

    @Override
    public Future<List<Dataset>> of(Collection<Dataset> listed) {
        Map<String, Dataset> byTopic = listed.stream()
                .filter(dataset -> dataset.source() instanceof Source.Kafka)
                .collect(Collectors.toMap(Dataset::topic, Function.identity(), (first, second) -> first));
        return rows.withCredentials().map(streams -> {
            Map<String, Dataset> inputs = new LinkedHashMap<>();
            for (StreamRow stream : streams) {
                for (Reading reading : stream.sources()) {
                    Dataset dataset = byTopic.get(reading.topic());
                    if (reading.input() != null && dataset != null && stream.wanted() != Wanted.CREATING) {
                        inputs.merge(reading.input(), input(stream, reading.input(), dataset), StreamInputs::running);
                    }
                }
            }
            return List.copyOf(inputs.values());
        });
    }

    /** Versions of one stream may read the same input; it is filled while any of them wants so. */
    private static Dataset running(Dataset one, Dataset other) {
        return one.paused() ? other : one;
    }

    @Override
    public Future<Boolean> has(UUID id) {
        return rows.withCredentials().map(streams -> streams.stream()
                .flatMap(stream -> stream.sources().stream())
                .anyMatch(reading -> id.equals(id(reading))));
    }

    /** Why inputs of these streams cannot be read, by stream, for those that have such a reason. */
    Future<Map<UUID, String>> faults(Collection<StreamRow> streams) {
        Map<UUID, UUID> owners = new HashMap<>();
        for (StreamRow stream : streams) {
            stream.sources().stream()
                    .filter(reading -> reading.input() != null && stream.wanted() == Wanted.RUNNING)
                    .forEach(reading -> owners.put(id(reading), stream.id()));
        }
        if (owners.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return sql.query(
                        "select dataset, reason from source_state where dataset = any($1) and state = 'FAILED'",
                        (Object) owners.keySet().toArray(UUID[]::new))
                .map(found -> {
                    Map<UUID, String> faults = new HashMap<>();
                    found.forEach(row -> {
                        UUID stream = owners.get(row.getUUID(0));
                        String reason = row.getString(1);
                        if (stream != null && reason != null) {
                            faults.putIfAbsent(stream, reason);
                        }
                    });
                    return faults;
                });
    }

    /** The topic's name is used once. */
    private static UUID id(Reading reading) {
        return UUID.nameUUIDFromBytes(reading.read().getBytes(StandardCharsets.UTF_8));
    }

    private Dataset input(StreamRow stream, String topic, Dataset dataset) {
        Source.Kafka secured = (Source.Kafka) dataset.source();
        Map<String, Object> processing = new LinkedHashMap<>(dataset.processing());
        boolean whole = StartAt.parse(stream.definition().from(), "/from") instanceof StartAt.Earliest;
        processing.put(OFFSET_RESET, whole ? "earliest" : "latest");
        Map<String, Sealed> credentials = new HashMap<>(dataset.credentials());
        Sealed password = stream.credentials().get(CreateStream.PASSWORD);
        if (password != null) {
            credentials.put(Security.PASSWORD, password);
        }
        return new Dataset(
                UUID.nameUUIDFromBytes(topic.getBytes(StandardCharsets.UTF_8)),
                topic,
                dataset.title(),
                dataset.organization(),
                "",
                List.of(),
                null,
                true,
                Map.of(),
                new Source.Kafka(
                        secured.topic(),
                        secured.bootstrap(),
                        as(stream, secured.security()),
                        topic,
                        secured.partitions()),
                dataset.mapping(),
                processing,
                dataset.metadata(),
                credentials,
                stream.wanted() != Wanted.RUNNING,
                stream.owner(),
                dataset.version(),
                stream.createdAt(),
                stream.createdAt());
    }

    /** With the stream's user; what was sealed with another master key says so when the password is opened. */
    private @Nullable Security as(StreamRow stream, @Nullable Security security) {
        Sealed sealed = stream.credentials().get(CreateStream.USERNAME);
        if (security == null || sealed == null) {
            return security;
        }
        try {
            String username = vault.open(sealed).reveal();
            return new Security(
                    security.protocol(), security.mechanism(), username, security.ca(), security.certificate());
        } catch (Vault.WrongKey wrong) {
            return security;
        }
    }
}
