package io.sluice.gateway.edge;

import io.sluice.runtime.KeyOwner;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * A chain of certificates and the key of its first one, as two files had them. Reading blocks.
 *
 * @param expires when the first certificate does
 */
record PemPair(Buffer certificate, Buffer key, X509KeyManager keys, Instant expires) {
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA", "Ed25519");

    /** @throws Unusable if a file cannot be read, is no PEM, or they do not belong together */
    static PemPair read(Vertx vertx, EdgeConfig.Tls files) throws Unusable {
        Buffer certificate = bytes(files.certificate());
        Buffer key = bytes(files.key());
        X509KeyManager keys;
        try {
            keys = manager(new PemKeyCertOptions()
                    .setCertValue(certificate)
                    .setKeyValue(key)
                    .getKeyManagerFactory(vertx)
                    .getKeyManagers());
        } catch (Exception malformed) {
            throw new Unusable(
                    files.certificate() + " and " + files.key() + " are not a certificate and a key in PEM.",
                    malformed);
        }
        try {
            return new PemPair(certificate, key, keys, expiry(keys));
        } catch (GeneralSecurityException | IllegalArgumentException apart) {
            throw new Unusable(
                    "The key in " + files.key() + " is not that of the certificate in " + files.certificate() + ".",
                    apart);
        }
    }

    /** Whether the files hold the same still. */
    boolean isOf(EdgeConfig.Tls files) throws Unusable {
        return certificate.equals(bytes(files.certificate())) && key.equals(bytes(files.key()));
    }

    KeyCertOptions options() {
        return KeyCertOptions.wrap(keys);
    }

    private static Buffer bytes(Path file) throws Unusable {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new Unusable("The file " + file + " cannot be read.", unreadable);
        }
    }

    private static X509KeyManager manager(KeyManager[] managers) throws GeneralSecurityException {
        return Arrays.stream(managers)
                .filter(X509KeyManager.class::isInstance)
                .map(X509KeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no key"));
    }

    /** Of the one certificate that has a key; something signed with that key has to be good by the certificate. */
    private static Instant expiry(X509KeyManager keys) throws GeneralSecurityException {
        for (String kind : KINDS) {
            String[] aliases = keys.getServerAliases(kind, null);
            if (aliases != null && aliases.length > 0) {
                X509Certificate first = keys.getCertificateChain(aliases[0])[0];
                if (!KeyOwner.isOf(first, Objects.requireNonNull(keys.getPrivateKey(aliases[0])))) {
                    throw new GeneralSecurityException("the key is another's");
                }
                return first.getNotAfter().toInstant();
            }
        }
        throw new GeneralSecurityException("a key of another kind");
    }

    /** What the files hold cannot be used. The message may be shown to an operator. */
    static final class Unusable extends Exception {
        Unusable(String sentence, Throwable cause) {
            super(sentence, cause);
        }

        String sentence() {
            return Objects.requireNonNull(getMessage());
        }
    }
}
