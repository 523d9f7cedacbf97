package io.sluice.gateway.ndp;

import com.sun.management.OperatingSystemMXBean;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.gateway.health.KafkaProbe;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Sha256;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients ask before anything else: whether this is such a server, how it is, who they are, and where its Kafka is. */
final class NdpSystem {
    /** Of the API that is spoken here; clients warn below 0.2.0. */
    static final String API_VERSION = "0.34.0";

    private static final String PREFIX = "data_stream_";
    private static final int MAX_STREAMS = 10;
    private static final int ID_CHARS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Clock clock;
    private final String bootstrap;
    private final KafkaProbe kafka;

    NdpSystem(Vertx vertx, Clock clock, String bootstrap, KafkaProbe kafka) {
        this.vertx = vertx;
        this.clock = clock;
        this.bootstrap = bootstrap;
        this.kafka = kafka;
    }

    List<Route> routes() {
        return List.of(
                Route.open(
                        HttpMethod.GET,
                        "/ndp",
                        call -> Future.succeededFuture(
                                Answer.text(Answer.JSON, Buffer.buffer("\"API is running successfully.\"")))),
                Route.open(HttpMethod.GET, "/ndp/health", this::health),
                Route.open(HttpMethod.GET, "/ndp/ready", this::ready),
                Route.form("/ndp/token", this::token),
                Route.open(HttpMethod.POST, "/ndp/user/login", this::login),
                Route.get("/ndp/status", Role.VIEWER, this::status),
                Route.get("/ndp/status/metrics", Role.VIEWER, this::metrics),
                Route.get("/ndp/status/kafka-details", Role.VIEWER, this::kafkaDetails),
                Route.get("/ndp/user/info", Role.VIEWER, this::user));
    }

    private Future<Answer> health(Call call) {
        return Future.succeededFuture(Answer.ok(
                Map.of("status", "healthy", "timestamp", clock.instant().toString())));
    }

    private Future<Answer> ready(Call call) {
        Future<Boolean> catalog = reached(Identity.GET_KEY_SET.call(vertx, new Identity.GetKeySet(), PATIENCE));
        Future<Boolean> broker = reached(kafka.reach(PATIENCE));
        return Future.all(catalog, broker).map(both -> {
            boolean all = catalog.result() && broker.result();
            Map<String, Object> checks = new LinkedHashMap<>();
            checks.put("local_catalog", Map.of("status", catalog.result() ? "up" : "down"));
            checks.put("pre_ckan", Map.of("status", "disabled"));
            checks.put("minio", Map.of("status", "disabled"));
            checks.put("kafka", Map.of("status", broker.result() ? "up" : "down"));
            return Answer.json(
                    all ? 200 : 503,
                    Map.of(
                            "status",
                            all ? "ready" : "not ready",
                            "timestamp",
                            clock.instant().toString(),
                            "checks",
                            checks));
        });
    }

    private static Future<Boolean> reached(Future<?> asked) {
        return asked.map(true).otherwise(false);
    }

    private Future<Answer> token(Call call) {
        MultiMap form = form(call.body());
        return signIn(call, form.get("username"), form.get("password"));
    }

    private Future<Answer> login(Call call) {
        Fields body = call.fields();
        return signIn(call, body.optionalText("username"), body.optionalText("password"));
    }

    private Future<Answer> signIn(Call call, @Nullable String username, @Nullable String password) {
        if (username == null || password == null) {
            return Future.succeededFuture(
                    Faults.answer(Faults.UNPROCESSABLE, "ValidationError", "username and password are required", call));
        }
        call.claims(username);
        return Identity.SIGN_IN
                .call(vertx, new Identity.SignIn(username, new Secret(password), call.address()))
                .onSuccess(issued -> call.signedIn(username))
                .map(issued -> Answer.ok(Map.of("access_token", issued.token().reveal(), "token_type", "bearer")))
                .recover(failure ->
                        failure instanceof ProblemException known && known.problem() instanceof Problem.Unauthenticated
                                ? Future.succeededFuture(
                                        Faults.answer(401, "Unauthorized", "Incorrect username or password", call))
                                : Future.failedFuture(failure));
    }

    private static MultiMap form(Buffer body) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap();
        new QueryStringDecoder(body.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8, false)
                .parameters()
                .forEach(form::add);
        return form;
    }

    private Future<Answer> status(Call call) {
        Future<Boolean> catalog = reached(Identity.GET_KEY_SET.call(vertx, new Identity.GetKeySet(), PATIENCE));
        Future<Boolean> broker = reached(kafka.reach(PATIENCE));
        return Future.all(catalog, broker).map(both -> {
            NdpDataset.Place place = NdpDataset.Place.of(bootstrap, "");
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("api_version", API_VERSION);
            status.put("organization", "Sluice");
            status.put("ep_name", "Sluice");
            status.put("group_based_access", false);
            status.put("local_catalog_backend", "sluice");
            status.put("backend_connected", catalog.result());
            status.put("ckan_local_enabled", true);
            status.put("ckan_is_active_local", catalog.result());
            status.put("ckan_is_active_global", catalog.result());
            status.put("keycloak_is_active", catalog.result());
            status.put("pre_ckan_enabled", false);
            status.put("kafka_enabled", broker.result());
            status.put("kafka_host", place.host());
            status.put("kafka_port", Integer.parseInt(place.port()));
            status.put("jupyterlab_enabled", false);
            status.put("s3_enabled", false);
            status.put("auth_api_url", "");
            status.put("metrics_endpoint", "");
            status.put("metrics_interval_seconds", 0);
            status.put("is_public", false);
            return Answer.ok(status);
        });
    }

    private Future<Answer> metrics(Call call) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long total = system.getTotalMemorySize();
        java.io.File disk = Path.of("").toAbsolutePath().toFile();
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("public_ip", call.request().localAddress().hostAddress());
        metrics.put("cpu", percent(Math.max(0, system.getCpuLoad())));
        metrics.put("memory", used(total - system.getFreeMemorySize(), total));
        metrics.put("disk", used(disk.getTotalSpace() - disk.getUsableSpace(), disk.getTotalSpace()));
        metrics.put("services", Map.of());
        return Future.succeededFuture(Answer.ok(metrics));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String used(long used, long total) {
        return String.format(Locale.ROOT, "%.1fGB/%.1fGB", used / 1e9, total / 1e9);
    }

    private Future<Answer> kafkaDetails(Call call) {
        NdpDataset.Place place = NdpDataset.Place.of(bootstrap, "");
        return reached(kafka.reach(PATIENCE)).map(up -> {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("kafka_host", place.host());
            details.put("kafka_port", Integer.parseInt(place.port()));
            details.put("kafka_connection", up);
            details.put("kafka_prefix", PREFIX);
            details.put("max_streams", MAX_STREAMS);
            return Answer.ok(details);
        });
    }

    private Future<Answer> user(Call call) {
        Caller caller = call.caller();
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("sub", caller.user());
        user.put("username", caller.user());
        user.put("preferred_username", caller.user());
        user.put("roles", List.of(ndpRole(caller.role())));
        user.put("groups", List.of());
        user.put("ndp_user_id", userId(caller.user()));
        user.put("effective_role", effective(caller.role()));
        return Future.succeededFuture(Answer.ok(user));
    }

    private static String effective(Role role) {
        return role == Role.EDITOR ? "writer" : role.text();
    }

    private static String ndpRole(Role role) {
        return "ndp_" + effective(role);
    }

    /** As the original makes it: the first 16 hexadecimal digits of SHA-256 over the subject. */
    private static String userId(String subject) {
        return Sha256.hex(subject).substring(0, ID_CHARS);
    }
}
