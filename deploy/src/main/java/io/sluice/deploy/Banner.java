package io.sluice.deploy;

import io.sluice.contract.Secret;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is printed when a process is up, for a person to read and for a script to grep: one fact a line, a label, then the fact.
 *
 * @param address of the gateway; null: this node has none
 * @param signInCode null: no link
 * @param password null: not shown
 */
record Banner(
        @Nullable String address,
        String kafka,
        Path data,
        @Nullable String signInCode,
        @Nullable Secret password) {

    static Banner of(SluiceConfig config, Node node, Path data) {
        Integer port = node.port();
        return new Banner(port == null ? null : address(config.http(), port), node.kafka(), data, null, null);
    }

    Banner withSignIn(String code) {
        return new Banner(address, kafka, data, code, password);
    }

    Banner withPassword(@Nullable Secret generated) {
        return new Banner(address, kafka, data, signInCode, generated);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%n  Sluice %s is ready, after %.1f s%n%n", Version.number(), age()));
        if (address != null) {
            line(text, "Address", address);
        }
        if (signInCode != null) {
            line(text, "Sign in", address + "/signin?code=" + signInCode + "   (once, within 15 minutes)");
        }
        if (password != null) {
            line(text, "Password", FirstAdmin.NAME + " / " + password.reveal() + "   (shown only now)");
        }
        line(text, "Kafka", kafka);
        line(text, "Data", data.toString());
        line(text, "Stop", "Ctrl-C");
        return text.append(System.lineSeparator()).toString();
    }

    private static void line(StringBuilder text, String label, String fact) {
        text.append(String.format(Locale.ROOT, "    %-9s %s%n", label, fact));
    }

    private static String address(SluiceConfig.Http http, int port) {
        return address(http.tls().certificate() == null ? "http" : "https", http.host(), port);
    }

    /** A wildcard address cannot be opened in a browser; this machine can always be reached by loopback. */
    static String address(String scheme, String host, int port) {
        boolean wildcard = host.equals("0.0.0.0") || host.equals("::");
        String name = wildcard ? "127.0.0.1" : host;
        return scheme + "://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }

    /** Seconds since the process began. */
    private static double age() {
        Instant now = Instant.now();
        Instant began = ProcessHandle.current().info().startInstant().orElse(now);
        return Duration.between(began, now).toMillis() / 1000.0;
    }
}
