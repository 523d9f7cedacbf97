package io.sluice.embedded;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the broker listens for users.
 *
 * @param host address to bind to, or a name of it
 * @param port 0: any free one
 * @param advertised the host that clients are told to connect to
 */
public record Listener(String host, int port, String advertised) {
    /** On this machine only. */
    public static Listener onLoopback(int port) {
        return new Listener(Ports.LOOPBACK, port, Ports.LOOPBACK);
    }

    /** Whether nobody can listen in on the way. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new EmbeddedException("The address " + host + ", wanted for Kafka, is not known.", unknown);
        }
    }

    Listener withPort(int other) {
        return new Listener(host, other, advertised);
    }
}
