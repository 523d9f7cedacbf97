package io.sluice.gateway.support;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;

/** Signs access tokens with a real key pair, as the catalog-service does. */
public final class Issuer {
    private final JsonObject publicKey;
    private final JWTAuth signer;

    public Issuer(Vertx vertx, String keyId) {
        KeyPair pair = generate();
        ECPublicKey open = (ECPublicKey) pair.getPublic();
        publicKey = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("alg", "ES256")
                .put("use", "sig")
                .put("kid", keyId)
                .put("x", encode(open.getW().getAffineX()))
                .put("y", encode(open.getW().getAffineY()));
        JsonObject secret = publicKey.copy().put("d", encode(((ECPrivateKey) pair.getPrivate()).getS()));
        signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(secret));
    }

    public String publicKey() {
        return publicKey.encode();
    }

    public String token(String user, String role) {
        return sign(new JsonObject()
                .put("sub", user)
                .put("role", role)
                .put("iss", "sluice")
                .put("exp", Instant.now().plusSeconds(600).getEpochSecond()));
    }

    public String sign(JsonObject claims) {
        return signer.generateToken(claims, new JWTOptions().setAlgorithm("ES256"));
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String encode(BigInteger number) {
        byte[] fixed = new byte[32];
        byte[] bytes = number.toByteArray();
        int skip = Math.max(0, bytes.length - 32);
        System.arraycopy(bytes, skip, fixed, 32 - (bytes.length - skip), bytes.length - skip);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
