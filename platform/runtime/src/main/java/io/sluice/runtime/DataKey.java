package io.sluice.runtime;

import io.sluice.contract.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random key of 256 bits that secrets are sealed with. It is only ever stored wrapped: encrypted under a key that is derived from a master key,
 * and bound to its id, so that one cannot be put in the place of another. Prints its id only.
 */
public final class DataKey {
    private static final byte[] LABEL = "sluice data key wrapping 1".getBytes(StandardCharsets.UTF_8);
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 6;

    private final String id;
    private final SecretKey key;

    private DataKey(String id, SecretKey key) {
        this.id = id;
        this.key = key;
    }

    /** A new one. */
    public static DataKey make() {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[ID_BYTES];
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(id);
        random.nextBytes(key);
        return new DataKey(HexFormat.of().formatHex(id), new SecretKeySpec(key, "AES"));
    }

    public String id() {
        return id;
    }

    SecretKey key() {
        return key;
    }

    public String wrap(Secret master) {
        return Gcm.seal(derived(master, LABEL), key.getEncoded(), id);
    }

    public static DataKey unwrap(String id, String wrapped, Secret master) throws Vault.WrongKey {
        return new DataKey(id, new SecretKeySpec(Gcm.open(derived(master, LABEL), wrapped, id), "AES"));
    }

    /** One step of HKDF (RFC 5869) with HMAC-SHA-256: another label is another key. */
    static SecretKey derived(Secret master, byte[] label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return new SecretKeySpec(mac.doFinal(label), "AES");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", missing);
        }
    }

    @Override
    public String toString() {
        return "DataKey " + id;
    }
}
