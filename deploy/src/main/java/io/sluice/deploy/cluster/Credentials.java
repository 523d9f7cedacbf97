package io.sluice.deploy.cluster;

import io.sluice.contract.Secret;
import io.sluice.runtime.KeyOwner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is, and whose word it takes for who the others are. Whoever the authority signed is a node of the cluster, under
 * whatever address, so the authority signs nothing else.
 *
 * @param chain the certificate of this node first
 * @param authority signs the nodes of this cluster
 */
record Credentials(List<X509Certificate> chain, PrivateKey key, X509Certificate authority) {
    static final String PROTOCOL = "TLSv1.3";
    private static final int PEM_LINE = 64;

    Credentials {
        chain = List.copyOf(chain);
    }

    /** For connections of members; who uses it asks the other side for its certificate, too. */
    SSLContext context() {
        try {
            char[] none = new char[0];
            KeyStore mine = emptyStore();
            mine.setKeyEntry("node", key, none, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(mine, none);
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(keys.getKeyManagers(), trust(), null);
            return context;
        } catch (GeneralSecurityException | IOException unsupported) {
            throw new IllegalStateException("TLS cannot be set up", unsupported);
        }
    }

    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        KeyStore theirs = emptyStore();
        theirs.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(theirs);
        return trust.getTrustManagers();
    }

    /** Why the others would not believe this node; null if they would. */
    @Nullable String fault() {
        try {
            for (TrustManager each : trust()) {
                if (each instanceof X509TrustManager trust) {
                    X509Certificate[] mine = chain.toArray(X509Certificate[]::new);
                    trust.checkServerTrusted(mine, "UNKNOWN");
                    trust.checkClientTrusted(mine, "UNKNOWN");
                }
            }
            return KeyOwner.isOf(chain.get(0), key) ? null : "the key is that of another one";
        } catch (CertificateException untrusted) {
            return "it is not valid now, not signed by the authority, or not good for both servers and clients";
        } catch (GeneralSecurityException | IOException unsupported) {
            return "its kind of key is not supported";
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** The bus copies its options through JSON, which only PEM texts survive. */
    EventBusOptions secure(EventBusOptions options) {
        PemKeyCertOptions mine = new PemKeyCertOptions()
                .addKeyValue(Buffer.buffer(keyPem().reveal()))
                .addCertValue(Buffer.buffer(chainPem()));
        return options.setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of(PROTOCOL))
                .setKeyCertOptions(mine)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorityPem())));
    }

    Secret keyPem() {
        return new Secret(pem("PRIVATE KEY", key.getEncoded()));
    }

    String chainPem() {
        StringBuilder all = new StringBuilder();
        chain.forEach(each -> all.append(pem(each)));
        return all.toString();
    }

    String authorityPem() {
        return pem(authority);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException damaged) {
            throw new IllegalStateException("a certificate cannot be written", damaged);
        }
    }

    private static String pem(String what, byte[] der) {
        String lines = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Credentials[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
