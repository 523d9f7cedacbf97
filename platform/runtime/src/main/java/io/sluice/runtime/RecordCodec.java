package io.sluice.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contract.Announcement;
import io.sluice.contract.Endpoint;
import io.sluice.contract.Endpoints;
import io.sluice.contract.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/**
 * Carries the records of the endpoints and announcements over the event bus: inside a JVM the very same object (records are immutable), between
 * nodes as JSON in which secrets are encrypted. The class to read is the one that the codec was registered for, never one that a message names.
 */
public final class RecordCodec<T extends Record> implements MessageCodec<T, T> {
    private final Class<T> type;
    private final ObjectMapper mapper;

    private RecordCodec(Class<T> type, ObjectMapper mapper) {
        this.type = type;
        this.mapper = mapper;
    }

    static <T extends Record> RecordCodec<T> of(Class<T> type, Secret master) {
        return new RecordCodec<>(type, SecretsOnTheWire.mapper(master));
    }

    /** For a bus inside one process: nothing that it sends could be read elsewhere. */
    public static void register(Vertx vertx) {
        register(vertx, Vault.newMasterKey());
    }

    /**
     * Registers the codec of every endpoint's question and answer and of every announcement. Call once per {@code Vertx}, before anything is
     * deployed.
     *
     * @param master the same for all nodes; what encrypts secrets between them comes from it
     */
    public static void register(Vertx vertx, Secret master) {
        ObjectMapper mapper = SecretsOnTheWire.mapper(master);
        Set<Class<?>> registered = new HashSet<>();
        for (Endpoint<?, ?> endpoint : Endpoints.ALL) {
            register(vertx, endpoint.ask(), mapper, registered);
            register(vertx, endpoint.answer(), mapper, registered);
        }
        for (Announcement<?> announcement : Endpoints.ANNOUNCEMENTS) {
            register(vertx, announcement.type(), mapper, registered);
        }
    }

    private static <R extends Record> void register(
            Vertx vertx, Class<R> type, ObjectMapper mapper, Set<Class<?>> registered) {
        if (registered.add(type)) {
            vertx.eventBus().registerDefaultCodec(type, new RecordCodec<>(type, mapper));
        }
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        try {
            byte[] json = mapper.writeValueAsBytes(message);
            buffer.appendInt(json.length).appendBytes(json);
        } catch (JsonProcessingException unencodable) {
            throw new UncheckedIOException(unencodable);
        }
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        int length = buffer.getInt(position);
        int start = position + Integer.BYTES;
        try {
            return mapper.readValue(buffer.getBytes(start, start + length), type);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return "sluice." + type.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
