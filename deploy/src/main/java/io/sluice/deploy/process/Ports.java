package io.sluice.deploy.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Looks whether a port can be had before anything is started, so that nothing half started has to be taken back. */
public final class Ports {
    private Ports() {}

    /**
     * @param port 0: any, always free
     * @param what that wants it, {@code variable} that chooses another
     * @throws StartFailure if the port is in use, or the address is none of this machine's
     */
    public static void requireFree(String host, int port, String what, String variable) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new StartFailure("The address " + host + ", wanted for " + what + ", is not known.", unknown);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException taken) {
            throw inUse(host, port, what, variable, taken);
        }
    }

    public static StartFailure inUse(String host, int port, String what, String variable, Throwable cause) {
        return new StartFailure(
                "Port " + port + " on " + host + ", wanted for " + what
                        + ", is in use or not allowed; choose another with " + variable + ".",
                cause);
    }
}
