package io.sluice.runtime;

import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;

/**
 * Encrypts the secrets of sources and decrypts them again, with data keys that are kept wrapped by the master key of the configuration. Any
 * thread.
 *
 * <p>A sealed secret is {@code v2.<data key>.} and what {@link Gcm} makes of it, bound to all that stands before. The older form, {@code v1.},
 * was sealed with a key derived from the master key itself, and is still opened with any master key that is named. A sealed secret
 * is not bound to the row that it is in.
 */
public final class Vault {
    private static final String FIRST = "v1.";
    private static final String SECOND = "v2.";
    private static final byte[] LABEL = "sluice source credentials 1".getBytes(StandardCharsets.UTF_8);
    private static final String NOTHING = "";
    private static final int KEY_BYTES = 32;

    private final List<SecretKey> older;
    private volatile Ring ring;

    private Vault(List<SecretKey> older, Ring ring) {
        this.older = older;
        this.ring = ring;
    }

    /** What was sealed cannot be opened with this master key, or is not a sealed secret at all. */
    public static final class WrongKey extends Exception {
        private static final long serialVersionUID = 1L;

        WrongKey(Throwable cause) {
            super("sealed with another master key", cause);
        }
    }

    /** @param newest of the keys: the one that seals */
    private record Ring(Map<String, DataKey> keys, DataKey newest) {

        static Ring of(List<DataKey> keys) {
            Map<String, DataKey> byId = new HashMap<>();
            keys.forEach(key -> byId.put(key.id(), key));
            return new Ring(Map.copyOf(byId), keys.get(keys.size() - 1));
        }
    }

    /** With a data key of its own, that nobody else has and that ends with it: what it seals can be opened by it alone. */
    public static Vault of(Secret master) {
        return of(List.of(master), List.of(DataKey.make()));
    }

    /**
     * @param masters the present one and any before
     * @param keys at least one; the last one seals
     */
    public static Vault of(List<Secret> masters, List<DataKey> keys) {
        List<SecretKey> older =
                masters.stream().map(master -> DataKey.derived(master, LABEL)).toList();
        return new Vault(older, Ring.of(keys));
    }

    /** A new random master key, as text. */
    public static Secret newMasterKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }

    /** From now on it has these data keys, at least one; the last one seals. */
    public void take(List<DataKey> keys) {
        ring = Ring.of(keys);
    }

    /** Whether it was sealed with the data key that seals now. */
    public boolean isFresh(Sealed sealed) {
        return sealed.text().startsWith(SECOND + ring.newest().id() + ".");
    }

    public Sealed seal(Secret secret) {
        DataKey key = ring.newest();
        String head = SECOND + key.id() + ".";
        return new Sealed(head + Gcm.seal(key.key(), secret.reveal().getBytes(StandardCharsets.UTF_8), head));
    }

    public Secret open(Sealed sealed) throws WrongKey {
        String text = sealed.text();
        byte[] clear = text.startsWith(FIRST) ? openFirst(text.substring(FIRST.length())) : openSecond(text);
        return new Secret(new String(clear, StandardCharsets.UTF_8));
    }

    private byte[] openFirst(String text) throws WrongKey {
        WrongKey refused = unknown("no master key");
        for (SecretKey key : older) {
            try {
                return Gcm.open(key, text, NOTHING);
            } catch (WrongKey other) {
                refused = other;
            }
        }
        throw refused;
    }

    private byte[] openSecond(String text) throws WrongKey {
        int dot = text.startsWith(SECOND) ? text.indexOf('.', SECOND.length()) : -1;
        if (dot < 0) {
            throw unknown("unknown form");
        }
        DataKey key = ring.keys().get(text.substring(SECOND.length(), dot));
        if (key == null) {
            throw unknown("unknown data key");
        }
        return Gcm.open(key.key(), text.substring(dot + 1), text.substring(0, dot + 1));
    }

    private static WrongKey unknown(String why) {
        return new WrongKey(new AEADBadTagException(why));
    }
}
