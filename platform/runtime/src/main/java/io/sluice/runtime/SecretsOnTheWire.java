package io.sluice.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.sluice.contract.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;

/**
 * The JSON dialect of messages between nodes: like {@link Json}, but every {@link Secret} is encrypted with a key that is derived from the master key, so that
 * passwords, keys and tokens are not in clear on any network, whatever else protects it. Nodes with another master key do not understand each
 * other. It does not keep a message from being sent again.
 */
final class SecretsOnTheWire {
    private static final byte[] LABEL = "sluice secrets between nodes 1".getBytes(StandardCharsets.UTF_8);
    private static final String BOUND = "secret";

    private SecretsOnTheWire() {}

    static ObjectMapper mapper(Secret master) {
        SecretKey key = DataKey.derived(master, LABEL);
        SimpleModule module = new SimpleModule("secrets")
                .addSerializer(Secret.class, new Writer(key))
                .addDeserializer(Secret.class, new Reader(key));
        return Json.MAPPER.copy().registerModule(module);
    }

    private static final class Writer extends StdSerializer<Secret> {
        private static final long serialVersionUID = 1L;
        private final transient SecretKey key;

        Writer(SecretKey key) {
            super(Secret.class);
            this.key = key;
        }

        @Override
        public void serialize(Secret secret, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(Gcm.seal(key, secret.reveal().getBytes(StandardCharsets.UTF_8), BOUND));
        }
    }

    private static final class Reader extends StdDeserializer<Secret> {
        private static final long serialVersionUID = 1L;
        private final transient SecretKey key;

        Reader(SecretKey key) {
            super(Secret.class);
            this.key = key;
        }

        @Override
        public Secret deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return new Secret(new String(Gcm.open(key, json.getValueAsString(""), BOUND), StandardCharsets.UTF_8));
            } catch (Vault.WrongKey other) {
                throw context.weirdStringException("***", Secret.class, "encrypted with another master key");
            }
        }
    }
}
