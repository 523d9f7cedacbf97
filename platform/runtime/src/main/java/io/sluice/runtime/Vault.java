package io.sluice.runtime;

import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the secrets of sources and decrypts them again: AES-256-GCM (NIST SP 800-38D) with a new random nonce of 96 bits each
 * time. The key is derived from the master key of the configuration by HMAC-SHA-256 over a label (one step of HKDF, RFC 5869).
 * Any thread.
 *
 * <p>A sealed secret is {@code v1.}, the base64url of nonce and ciphertext.
 */
public final class Vault {
    private static final String VERSION = "v1.";
    private static final byte[] LABEL = "sluice source credentials 1".getBytes(StandardCharsets.UTF_8);
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Vault(SecretKeySpec key) {
        this.key = key;
    }

    /** What was sealed cannot be opened with this master key, or is not a sealed secret at all. */
    public static final class WrongKey extends Exception {
        private static final long serialVersionUID = 1L;

        WrongKey(Throwable cause) {
            super("sealed with another master key", cause);
        }
    }

    /** @param master any text; its strength is that of everything sealed with it */
    public static Vault of(Secret master) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(master.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return new Vault(new SecretKeySpec(mac.doFinal(LABEL), "AES"));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", missing);
        }
    }

    /** A new random master key, as text. */
    public static Secret newMasterKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }

    public Sealed seal(Secret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text =
                    cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            ByteBuffer both =
                    ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text);
            return new Sealed(VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(both.array()));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has AES-GCM", missing);
        }
    }

    public Secret open(Sealed sealed) throws WrongKey {
        try {
            if (!sealed.text().startsWith(VERSION)) {
                throw new AEADBadTagException("unknown form");
            }
            byte[] both = Base64.getUrlDecoder().decode(sealed.text().substring(VERSION.length()));
            if (both.length < NONCE_BYTES) {
                throw new AEADBadTagException("too short");
            }
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
            return new Secret(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            throw new WrongKey(notOurs);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
