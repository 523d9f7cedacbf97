package io.sluice.catalog.identity;

import io.sluice.runtime.Sha256;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A P-256 key pair for ES256.
 *
 * @param id RFC 7638 thumbprint of the public key
 * @param privateJwk RFC 7517 JSON text with the private part
 */
public record SigningKey(String id, String privateJwk) {
    private static final int COORDINATE_BYTES = 32;

    static SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return of(generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has P-256", impossible);
        }
    }

    /** What everyone may know. */
    String publicJwk() {
        JsonObject jwk = new JsonObject(privateJwk);
        jwk.remove("d");
        return jwk.encode();
    }

    JsonObject jwk() {
        return new JsonObject(privateJwk);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }

    private static SigningKey of(KeyPair pair) {
        ECPublicKey open = (ECPublicKey) pair.getPublic();
        JsonObject jwk = new JsonObject()
                .put("crv", "P-256")
                .put("kty", "EC")
                .put("x", coordinate(open.getW().getAffineX()))
                .put("y", coordinate(open.getW().getAffineY()));
        // The thumbprint is of exactly these members in this order.
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(jwk.encode()));
        jwk.put("kid", id)
                .put("use", "sig")
                .put("alg", "ES256")
                .put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
        return new SigningKey(id, jwk.encode());
    }

    /** Big-endian, of exactly the length of the curve. */
    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        byte[] tail = Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
        System.arraycopy(tail, 0, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
