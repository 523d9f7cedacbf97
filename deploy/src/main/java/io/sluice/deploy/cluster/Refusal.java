package io.sluice.deploy.cluster;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Why a connection to or from this node came to nothing, in words of ours. */
enum Refusal {
    FOREIGN("its certificate is not one of this cluster"),
    UNPROVEN("it did not prove that it belongs to this cluster"),
    PLAIN("it does not speak TLS"),
    LEFT("it went away before it had proved anything"),
    SILENT("it proved nothing in time"),
    TOO_MANY("too many others are just proving who they are");

    private static final int DEEPEST = 8;

    private final String words;

    Refusal(String words) {
        this.words = words;
    }

    /** By the kinds of the failure, never by its text. */
    static Refusal of(Throwable failure) {
        if (hasCertificateCause(failure)) {
            return FOREIGN;
        }
        if (failure instanceof SSLHandshakeException) {
            return UNPROVEN;
        }
        return failure instanceof SSLException ? PLAIN : LEFT;
    }

    private static boolean hasCertificateCause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof CertificateException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public String toString() {
        return words;
    }
}
