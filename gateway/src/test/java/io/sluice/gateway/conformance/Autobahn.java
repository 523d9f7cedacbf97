package io.sluice.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The fuzzing client of the Autobahn suite (version 0.6.4), in a JVM of its own: it is Python, run by Jython, which needs parts of
 * the JDK opened. Its jars are where the build copies them; the report of a run stays beside them, for a browser too.
 */
final class Autobahn {
    private static final Path HOME = Path.of("target", "autobahn").toAbsolutePath();
    private static final String AGENT = "sluice";
    private static final long MAX_MINUTES = 15;
    private static final List<String> OPENED = List.of("sun.nio.ch", "java.io", "java.lang", "java.net");
    /** An error in the suite itself leaves it waiting for ever; so it ends then. */
    private static final String MAIN =
            "import os, sys; sys.argv = ['wstest', '-m', 'fuzzingclient', '-s', sys.argv[1]]; "
                    + "sys.path.append('__pyclasspath__'); from autobahntestsuite import wstest; from twisted.python import log; "
                    + "log.addObserver(lambda event: event['isError'] and os._exit(70)); wstest.run()";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path run;

    /** @param name of the run and of its directory, {@code target/autobahn/<name>} */
    Autobahn(String name) {
        run = HOME.resolve(name);
    }

    /** @param behavior and how the connection was closed, in the suite's words */
    record Verdict(String behavior, String behaviorClose) {
        private static final List<String> PASSED = List.of("OK", "NON-STRICT", "INFORMATIONAL");

        boolean passed() {
            return PASSED.contains(behavior) && PASSED.contains(behaviorClose);
        }
    }

    /**
     * What the suite says of an echo server, by the id of the case.
     *
     * @param cases ids; {@code 6.*} stands for all below 6
     * @param excluded likewise
     */
    Map<String, Verdict> judge(String url, List<String> cases, List<String> excluded)
            throws IOException, InterruptedException {
        Path spec = Files.createDirectories(run).resolve("spec.json");
        // A busy machine is no fault of the protocol.
        Map<String, Object> options =
                Map.of("failByDrop", false, "openHandshakeTimeout", 60, "closeHandshakeTimeout", 20);
        JSON.writeValue(
                spec.toFile(),
                Map.of(
                        "outdir",
                        run.resolve("report").toString(),
                        "servers",
                        List.of(Map.of("agent", AGENT, "url", url)),
                        "options",
                        options,
                        "cases",
                        cases,
                        "exclude-cases",
                        excluded,
                        "exclude-agent-cases",
                        Map.of()));
        Path index = run.resolve("report").resolve("index.json");
        Files.deleteIfExists(index);
        execute(spec);
        return read(index);
    }

    private void execute(Path spec) throws IOException, InterruptedException {
        File log = run.resolve("log.txt").toFile();
        Process suite = new ProcessBuilder(command(spec))
                .directory(run.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            if (!suite.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the suite runs for more than " + MAX_MINUTES + " minutes; see " + log);
            }
            if (suite.exitValue() != 0) {
                throw new IllegalStateException("the suite failed; see " + log);
            }
        } finally {
            suite.destroyForcibly();
        }
    }

    private static List<String> command(Path spec) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        OPENED.forEach(name -> command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED")));
        command.add("-Dpython.cachedir=" + HOME.resolve("cache"));
        command.addAll(List.of("-cp", HOME.resolve("lib") + File.separator + "*"));
        command.addAll(List.of("org.python.util.jython", "-c", MAIN, spec.toString()));
        return command;
    }

    private static Map<String, Verdict> read(Path index) throws IOException {
        Map<String, Verdict> verdicts = new TreeMap<>();
        JsonNode cases = JSON.readTree(index.toFile()).path(AGENT);
        cases.properties().forEach(each -> {
            JsonNode verdict = each.getValue();
            verdicts.put(
                    each.getKey(),
                    new Verdict(
                            verdict.path("behavior").asText(),
                            verdict.path("behaviorClose").asText()));
        });
        return verdicts;
    }
}
