package io.sluice.deploy.cluster;

import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Somebody who believes whatever it is shown, to see how far it gets. */
final class Trusting implements X509TrustManager {
    static final TrustManager[] ALL = {new Trusting()};

    private Trusting() {}

    static SSLContext all(Credentials mine) throws Exception {
        char[] none = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        // With the authority's own certificate behind it, it is sent even to those who did not ask for one of that
        // authority.
        store.setKeyEntry(
                "mine", mine.key(), none, new Certificate[] {mine.chain().get(0), mine.authority()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, none);
        SSLContext context = SSLContext.getInstance(Credentials.PROTOCOL);
        context.init(keys.getKeyManagers(), ALL, null);
        return context;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
