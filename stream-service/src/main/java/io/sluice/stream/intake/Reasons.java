package io.sluice.stream.intake;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;

/** What went wrong with a server, in words for the owner of a source. Decided by type; a foreign message is never shown. */
public final class Reasons {
    private Reasons() {}

    /** @param uri that was asked for */
    public static SourceFault of(URI uri, IOException failed) {
        return of("The server \"" + uri.getHost() + "\"", failed);
    }

    /** @param who begins the sentence */
    public static SourceFault of(String who, IOException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal.fault();
            }
        }
        if (failed instanceof ZipException) {
            return SourceFault.lasting("What the source has is damaged: it cannot be decompressed.");
        }
        return SourceFault.passing(who + " " + what(failed));
    }

    private static String what(IOException failed) {
        if (failed instanceof UnknownHostException) {
            return "has no known address.";
        } else if (failed instanceof ConnectTimeoutException || failed instanceof SocketTimeoutException) {
            return "does not answer in time.";
        } else if (failed instanceof ConnectException || failed instanceof NoRouteToHostException) {
            return "does not accept a connection.";
        } else if (failed instanceof SSLException) {
            return "does not agree on a secure connection, or its certificate is not trusted.";
        } else if (failed instanceof ConnectionClosedException || failed instanceof EOFException) {
            return "closed the connection before the end.";
        }
        return "cannot be read: the connection broke.";
    }

    /** @param status from 300 on */
    public static SourceFault ofStatus(URI uri, int status) {
        String reason = "The server \"" + uri.getHost() + "\" answers " + status + ": " + meaning(status);
        boolean passing = status == 408 || status == 425 || status == 429 || status >= 500;
        return passing ? SourceFault.passing(reason) : SourceFault.lasting(reason);
    }

    private static String meaning(int status) {
        switch (status) {
            case 401:
                return "it wants credentials, or others.";
            case 403:
                return "it does not allow this to be read.";
            case 404:
            case 410:
                return "there is nothing at this address.";
            case 429:
                return "it is asked too often.";
            default:
                return status >= 500 ? "it has a fault of its own." : "it refuses the request.";
        }
    }
}
