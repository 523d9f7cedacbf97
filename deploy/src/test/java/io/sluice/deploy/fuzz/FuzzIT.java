package io.sluice.deploy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.OpenApi;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the OpenAPI document, with valid, invalid, huge and hostile input, as everybody that there is: no fault of ours,
 * nothing outside the document, and nothing of one tenant for another. {@code -Dsluice.fuzz.rounds=} makes it longer, {@code
 * -Dsluice.fuzz.seed=} another one.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FuzzIT {
    private static final long SEED = Long.getLong("sluice.fuzz.seed", 1);
    private static final int ROUNDS = Integer.getInteger("sluice.fuzz.rounds", 1);
    private static final int FRAMES_A_ROUND = 100;
    private static final OpenApi FRAMES = OpenApi.of("/asyncapi.yaml");
    private static final OpenApi DOCUMENT = OpenApi.of("/openapi.yaml");
    private static final OpenApi NDP = OpenApi.of("/ndp.yaml");

    @TempDir
    static Path directory;

    private static Platform platform;
    private static Tenant alpha;
    private static Tenant beta;

    @BeforeAll
    static void start() {
        platform = new Platform(directory);
        alpha = Tenant.prepare(platform.admin(), "alpha", "198.51.100.2");
        beta = Tenant.prepare(platform.admin(), "beta", "198.51.100.3");
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    @Order(1)
    void nobody_else_sees_or_changes_what_a_tenant_has() {
        Map<String, String> before = alpha.fingerprint();
        Person nobody = Person.nobody(platform.wire(), "198.51.100.4");
        Person viewer = Person.user(platform.admin(), "passer", "viewer", "198.51.100.5");
        Person editor = Person.user(platform.admin(), "stranger", "editor", "198.51.100.6");
        Map<String, List<String>> commons = platform.commons();

        List<String> failures = new ArrayList<>();
        for (Person other : List.of(viewer, editor)) {
            failures.addAll(twins(other, commons));
            failures.addAll(frames(other, commons));
        }
        failures.addAll(twins(beta.owner(), beta.told()));
        failures.addAll(frames(beta.owner(), beta.told()));
        failures.addAll(run(
                attack(() -> nobody, commons, alpha.secrets()),
                attack(viewer::renewed, commons, alpha.secrets()),
                attack(editor::renewed, commons, alpha.secrets()),
                attack(beta.owner()::renewed, beta.told(), alpha.secrets())));

        assertThat(failures).isEmpty();
        assertThat(alpha.fingerprint()).isEqualTo(before);
    }

    /** Who may do everything meets every fault that there is, and may be told everything. */
    @Test
    @Order(2)
    void owners_and_administrators_find_no_fault() {
        Person admin = Person.user(platform.admin(), "second", "admin", "198.51.100.7");

        List<String> failures = new ArrayList<>(run(attack(alpha.owner()::renewed, alpha.told(), List.of())));
        // Last: nothing is safe from an administrator.
        failures.addAll(run(attack(admin::renewed, beta.told(), List.of())));

        assertThat(failures).isEmpty();
        assertThat(platform.errors()).isEmpty();
    }

    private static List<String> twins(Person person, Map<String, List<String>> own) {
        return new Twins(DOCUMENT, person.renewed(), own, alpha).run(SEED, ROUNDS);
    }

    private static List<String> frames(Person person, Map<String, List<String>> own) {
        return new SocketAttack(FRAMES, person.renewed(), own, alpha, alpha.secrets())
                .run(SEED, FRAMES_A_ROUND * ROUNDS);
    }

    /** On every surface, one after the other. */
    private static Callable<List<String>> attack(
            Supplier<Person> door, Map<String, List<String>> own, List<String> secrets) {
        return () -> {
            List<String> failures = new ArrayList<>();
            for (OpenApi surface : List.of(DOCUMENT, NDP)) {
                failures.addAll(new Attack(surface, door, own, alpha, secrets).run(SEED, ROUNDS));
            }
            return failures;
        };
    }

    /** All at once. */
    @SafeVarargs
    private static List<String> run(Callable<List<String>>... attacks) {
        ExecutorService threads = Executors.newFixedThreadPool(attacks.length);
        try {
            List<String> failures = new ArrayList<>();
            for (Future<List<String>> each : threads.invokeAll(List.of(attacks))) {
                failures.addAll(each.get());
            }
            return failures;
        } catch (InterruptedException | ExecutionException broken) {
            throw new AssertionError(broken);
        } finally {
            threads.shutdown();
        }
    }
}
