package io.sluice.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of the benchmark's own, with the same {@code java} and class path, so that its processor time and memory are nobody
 * else's. It answers a line with a line ({@link Answers}) and ends when its standard input does, so it outlives nobody. Owned by one
 * thread.
 */
public final class Child implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter questions;
    private final int port;

    private Child(Process process) throws IOException {
        this.process = process;
        this.answers = process.inputReader(UTF_8);
        this.questions = new PrintWriter(process.outputWriter(UTF_8), true);
        this.port = Integer.parseInt(read());
    }

    /** Waits until it listens. */
    public static Child start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new Child(process);
        } catch (IOException | RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Processor time of the whole process so far. */
    public long cpuNanos() {
        return Long.parseLong(ask(Answers.CPU));
    }

    /** Heap in use and direct memory, after it was collected. */
    public long memoryBytes() {
        return Long.parseLong(ask(Answers.MEMORY));
    }

    /** Waits for the answer. */
    public String ask(String question) {
        questions.println(question);
        try {
            return read();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** As the system would without a warning. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** A signal by its name, of those that Java cannot send. */
    public void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " ended with " + code);
        }
    }

    private String read() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(Answers.MARK)) {
                return line.substring(Answers.MARK.length());
            }
            System.err.println(line);
        }
        throw new IOException("The process ended before it answered.");
    }

    @Override
    public void close() throws InterruptedException {
        questions.close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
