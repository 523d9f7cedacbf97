package io.sluice.deploy.cluster;

import io.sluice.deploy.process.StartFailure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** Credentials that the operator keeps in files. They are read once, at the start. */
final class PemFiles {
    private PemFiles() {}

    /**
     * @param certificate of this node, perhaps followed by those between it and the authority
     * @param key of the certificate, not encrypted
     * @throws StartFailure if a file is not what it should be, or they do not belong together
     */
    static Credentials credentials(Path certificate, Path key, Path authority) {
        List<X509Certificate> chain = certificates(certificate);
        List<X509Certificate> authorities = certificates(authority);
        if (authorities.size() != 1) {
            throw new StartFailure("The file " + authority + " has " + authorities.size()
                    + " certificates; cluster.tls.authority is exactly one.");
        }
        Credentials credentials = new Credentials(chain, key(key), authorities.get(0));
        String fault = credentials.fault();
        if (fault != null) {
            throw new StartFailure("The node's own certificate " + certificate + " cannot be used: " + fault + ".");
        }
        return credentials;
    }

    private static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (Object each : objects(file)) {
                if (each instanceof X509CertificateHolder holder) {
                    found.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | CertificateException unreadable) {
            throw unreadable(file, unreadable);
        }
        if (found.isEmpty()) {
            throw new StartFailure("The file " + file + " has no certificate (PEM).");
        }
        return found;
    }

    private static PrivateKey key(Path file) {
        try {
            for (Object each : objects(file)) {
                PrivateKeyInfo info = info(each);
                if (info != null) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
        throw new StartFailure("The file " + file + " has no private key (PEM, not encrypted).");
    }

    private static @Nullable PrivateKeyInfo info(Object pem) {
        if (pem instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        return pem instanceof PrivateKeyInfo info ? info : null;
    }

    private static List<Object> objects(Path file) throws IOException {
        List<Object> all = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(text)) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                all.add(next);
            }
        }
        return all;
    }

    private static StartFailure unreadable(Path file, Exception cause) {
        return new StartFailure("The file " + file + " cannot be read as PEM.", cause);
    }
}
