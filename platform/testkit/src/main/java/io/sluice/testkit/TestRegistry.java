package io.sluice.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry for tests, on a port of its own: what Confluent's REST interface says of registering, asking and compatibility, with
 * Avro's own rules for the latter. Its methods are a client's, and block. Thread-safe.
 */
public final class TestRegistry implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    static {
        // Else the kernel holds back the body of an answer until its head was acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Stored> schemas = new ArrayList<>();
    private final Map<String, List<Stored>> subjects = new HashMap<>();
    private final Map<String, String> modes = new HashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private volatile @Nullable String credentials;
    private volatile int broken;

    private record Stored(int id, String subject, int version, ObjectNode body) {
        Schema avro() {
            return new Schema.Parser().parse(body.path("schema").asText());
        }
    }

    private record Answer(int status, JsonNode body) {}

    private TestRegistry(HttpServer server) {
        this.server = server;
    }

    public static TestRegistry start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TestRegistry registry = new TestRegistry(server);
            server.createContext("/", registry::serve);
            server.setExecutor(registry.threads);
            server.start();
            return registry;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on only those who show this are served. */
    public void protect(String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        credentials = "Basic " + pair;
    }

    /** Answers everything with this status; 0: as it should. */
    public void breakWith(int status) {
        broken = status;
    }

    /** How often a path was asked for. */
    public int asked(String path) {
        return asked.getOrDefault(path, 0);
    }

    /** {@code BACKWARD} (what there is unless something else is said), {@code FORWARD}, {@code FULL} or {@code NONE}. */
    public synchronized void compatibility(String subject, String mode) {
        modes.put(subject, mode);
    }

    /** @throws Refused when the schema does not go with the newest of the subject */
    public int registerAvro(String subject, String schema) {
        return register(subject, JSON.createObjectNode().put("schema", schema));
    }

    /** @param references of other subjects, by the name by which the schema knows them; their newest version is meant */
    public int register(String subject, String type, String schema, Map<String, String> references) {
        ObjectNode body = JSON.createObjectNode().put("schema", schema).put("schemaType", type);
        ArrayNode list = body.putArray("references");
        references.forEach((name, other) ->
                list.addObject().put("name", name).put("subject", other).put("version", newest(other)));
        return register(subject, body);
    }

    private synchronized int newest(String subject) {
        return subjects.getOrDefault(subject, List.of()).size();
    }

    private int register(String subject, ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(url().resolve("/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new Refused(response.statusCode());
            }
            return JSON.readTree(response.body()).path("id").asInt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What a producer's serializer gets in place of an id. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        Refused(int status) {
            super("the registry answers " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.merge(path, 1, Integer::sum);
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        boolean post = exchange.getRequestMethod().equals("POST");
        Answer answer;
        if (broken != 0) {
            answer = error(broken);
        } else if (credentials != null && !credentials.equals(shown) && !post) {
            answer = error(401);
        } else {
            answer = post ? add(path, exchange) : get(path);
        }
        byte[] body = JSON.writeValueAsBytes(answer.body());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Answer error(int status) {
        return new Answer(status, JSON.createObjectNode().put("error_code", status));
    }

    private synchronized Answer get(String path) {
        String[] parts = path.split("/");
        Optional<Stored> found =
                switch (parts[1]) {
                    case "schemas" ->
                        schemas.stream()
                                .filter(one -> one.id() == Integer.parseInt(parts[3]))
                                .findFirst();
                    case "subjects" -> version(subjects.getOrDefault(parts[2], List.of()), parts[4]);
                    default -> Optional.empty();
                };
        return found.map(one -> new Answer(200, body(one))).orElseGet(() -> error(NOT_FOUND));
    }

    private static Optional<Stored> version(List<Stored> versions, String wanted) {
        int number = wanted.equals("latest") ? versions.size() : Integer.parseInt(wanted);
        return versions.stream().filter(one -> one.version() == number).findFirst();
    }

    private static ObjectNode body(Stored one) {
        return one.body()
                .deepCopy()
                .put("id", one.id())
                .put("subject", one.subject())
                .put("version", one.version());
    }

    private synchronized Answer add(String path, HttpExchange exchange) throws IOException {
        String subject = path.split("/")[2];
        ObjectNode body = (ObjectNode) JSON.readTree(exchange.getRequestBody());
        List<Stored> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        Stored fresh = new Stored(schemas.size() + 1, subject, versions.size() + 1, body);
        boolean avro = body.path("schemaType").asText("AVRO").equals("AVRO");
        if (avro
                && !versions.isEmpty()
                && !fits(fresh.avro(), versions.get(versions.size() - 1).avro(), subject)) {
            return error(CONFLICT);
        }
        schemas.add(fresh);
        versions.add(fresh);
        return new Answer(200, JSON.createObjectNode().put("id", fresh.id()));
    }

    private boolean fits(Schema fresh, Schema before, String subject) {
        return switch (modes.getOrDefault(subject, "BACKWARD")) {
            case "NONE" -> true;
            case "FORWARD" -> reads(before, fresh);
            case "FULL" -> reads(before, fresh) && reads(fresh, before);
            default -> reads(fresh, before);
        };
    }

    private static boolean reads(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
