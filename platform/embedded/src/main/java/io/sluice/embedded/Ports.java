package io.sluice.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Loopback ports. */
final class Ports {
    static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /** @return a port that nothing listened on a moment ago */
    static int free() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), 0));
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new EmbeddedException("No free port could be found on " + LOOPBACK + ".", none);
        }
    }

    /** @throws EmbeddedException if something listens on {@code port}, or this machine has no such address */
    static int orFree(String host, int port, String what) {
        if (port == 0) {
            return free();
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return port;
        } catch (IOException taken) {
            throw new EmbeddedException("Port " + port + ", wanted for " + what + ", is in use.", taken);
        }
    }
}
