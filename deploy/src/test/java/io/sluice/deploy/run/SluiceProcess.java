package io.sluice.deploy.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program in a process of its own, with a data directory of the test and free ports. What it prints is kept; nothing waits
 * longer than a minute or two.
 */
public final class SluiceProcess implements AutoCloseable {
    private static final String MEMORY = "-Xmx512m";
    private static final long READY_SECONDS = 120;
    private static final long EXIT_SECONDS = 60;
    private static final Pattern FACT = Pattern.compile(" {4}(\\S.*?) {2,}(.*)");

    private final Process process;
    private final Queue<String> stdout = new ConcurrentLinkedQueue<>();
    private final Queue<String> stderr = new ConcurrentLinkedQueue<>();
    private final Map<String, String> facts = new HashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> stdoutRead = new CompletableFuture<>();
    private final CompletableFuture<Void> stderrRead = new CompletableFuture<>();

    private SluiceProcess(Process process) {
        this.process = process;
        pump(process.inputReader(StandardCharsets.UTF_8), this::onLine, stdoutRead);
        pump(process.errorReader(StandardCharsets.UTF_8), stderr::add, stderrRead);
        process.onExit().thenRun(() -> ended.complete(null));
    }

    /** The distribution that the build just made. */
    public static Launch java(String... arguments) {
        return javaOf(MEMORY, arguments);
    }

    /** With less memory, or more: {@code -Xmx…}. */
    static Launch javaOf(String memory, String... arguments) {
        return launch(List.of(memory, ClassArchive.option(distribution())), arguments);
    }

    /** With one option of the JVM. */
    static Launch javaWith(String option, String... arguments) {
        return launch(List.of(MEMORY, option), arguments);
    }

    private static Launch launch(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                // A process lives for half a minute here, and what optimising compilers take would be most of its time.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                distribution().toString()));
        command.addAll(List.of(arguments));
        return new Launch(command);
    }

    private static Path distribution() {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(Path.of("target", "sluice", "lib"), "sluice-deploy-*.jar")) {
            return jars.iterator().next().toAbsolutePath();
        } catch (IOException notBuilt) {
            throw new UncheckedIOException(notBuilt);
        }
    }

    /** The start script, as a user calls it. */
    static Launch script(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return new Launch(command);
    }

    public static final class Launch {
        private final ProcessBuilder builder;

        private Launch(List<String> command) {
            builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
            with("SLUICE_HTTP_PORT", "0").with("SLUICE_KAFKA_PORT", "0");
        }

        public Launch with(String variable, String value) {
            builder.environment().put(variable, value);
            return this;
        }

        public Launch in(Path dataDir) {
            return with("SLUICE_DATA_DIR", dataDir.toString());
        }

        Launch from(Path workingDirectory) {
            builder.directory(workingDirectory.toFile());
            return this;
        }

        public SluiceProcess start() {
            try {
                return new SluiceProcess(builder.start());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        /** For starts that end by themselves. */
        Outcome ended() {
            try (SluiceProcess process = start()) {
                int code = process.awaitExit();
                CompletableFuture.allOf(process.stdoutRead, process.stderrRead).join();
                return new Outcome(code, List.copyOf(process.stdout), List.copyOf(process.stderr));
            }
        }
    }

    record Outcome(int code, List<String> stdout, List<String> stderr) {}

    /** Waits until it says that it is up. */
    public SluiceProcess awaitReady() {
        CompletableFuture<Object> either = CompletableFuture.anyOf(ready, ended);
        try {
            either.get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException notReady) {
            throw new AssertionError("not ready: " + output(), notReady);
        }
        if (!ready.isDone()) {
            throw new AssertionError("ended before it was ready: " + output());
        }
        return this;
    }

    /** A fact of the banner by its label. */
    public String fact(String label) {
        awaitReady();
        String fact = facts.get(label);
        if (fact == null) {
            throw new AssertionError("no " + label + " in " + output());
        }
        return fact;
    }

    boolean tells(String label) {
        awaitReady();
        return facts.containsKey(label);
    }

    Process process() {
        return process;
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM; the exit code. */
    int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** A signal by its name, of those that Java cannot send. */
    void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("kill -" + name + " failed: " + code);
            }
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    int awaitExit() {
        try {
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    String output() {
        return String.join("\n", stdout) + "\n--- stderr\n" + String.join("\n", stderr);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }

    private void onLine(String line) {
        stdout.add(line);
        Matcher fact = FACT.matcher(line);
        if (fact.matches()) {
            facts.put(fact.group(1), fact.group(2));
            if (fact.group(1).equals("Stop")) {
                ready.complete(null);
            }
        }
    }

    private static void pump(BufferedReader reader, Consumer<String> line, CompletableFuture<Void> end) {
        Thread thread = new Thread(() -> {
            try (reader) {
                reader.lines().forEach(line);
            } catch (IOException | UncheckedIOException closed) {
                line.accept("(" + closed.getMessage() + ")");
            } finally {
                end.complete(null);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
