package io.sluice.deploy.fuzz;

import io.sluice.deploy.fuzz.Shots.Aim;
import io.sluice.testkit.OpenApi;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One person sends requests of every kind to every operation, each from a seed of its own, and takes away again what comes of them.
 * What removes things comes last on all surfaces, for there are to be some until then.
 */
final class Attack {
    private static final int MAX_FAILURES = 40;
    private static final Set<String> REMOVING = Set.of("unregister", "reset", "cleanup", "logout");

    private final OpenApi document;
    private final Judge judge;
    private final Supplier<Person> door;
    private final Map<String, List<String>> own;
    private final Map<String, List<String>> foreign;
    private final List<String> secrets;
    private final List<String> failures = new ArrayList<>();
    private Person person;

    /**
     * @param door gives the person with a key that counts: some requests end the one they came with
     * @param own ids by kind that are the person's own, or everybody's
     * @param victim whose things are foreign
     * @param secrets that the person may not be told
     */
    Attack(
            OpenApi document,
            Supplier<Person> door,
            Map<String, List<String>> own,
            Tenant victim,
            List<String> secrets) {
        this.document = document;
        this.judge = new Judge(document);
        this.door = door;
        this.own = own;
        this.foreign = victim.told();
        this.secrets = secrets;
        this.person = door.get();
    }

    /** Everything that removes nothing. */
    void keep(long seed, int rounds) {
        run(operation -> !removes(operation), seed, rounds);
    }

    /** What is left out by {@link #keep}. */
    void remove(long seed, int rounds) {
        run(Attack::removes, seed, rounds);
    }

    /** What went wrong, each with all that is needed to do it again. */
    List<String> failures() {
        return failures;
    }

    private void run(Predicate<OpenApi.Operation> which, long seed, int rounds) {
        for (OpenApi.Operation operation :
                document.operations().stream().filter(which).toList()) {
            for (int round = 0; round < rounds; round++) {
                for (Aim aim : Aim.values()) {
                    long shotSeed = Objects.hash(seed, person.name(), operation.toString(), aim.name(), round);
                    shoot(operation, aim, shotSeed);
                }
            }
        }
    }

    private static boolean removes(OpenApi.Operation operation) {
        String last = operation.path().substring(operation.path().lastIndexOf('/') + 1);
        return operation.method().equals("DELETE")
                || REMOVING.contains(last)
                || operation.node().path("x-removes").asBoolean();
    }

    private void shoot(OpenApi.Operation operation, Aim aim, long seed) {
        if (failures.size() >= MAX_FAILURES) {
            return;
        }
        Shot shot = new Shots(document, new Random(seed), new Ids(new Random(seed), own, foreign)).at(operation, aim);
        Answer answer = sent(shot, seed, aim);
        if (answer == null) {
            return;
        }
        check(shot, answer, seed, aim);
        boolean keyEnded = answer.status() == 401 && !shot.headers().containsKey(Person.SUBJECT);
        if (keyEnded && !person.key().isEmpty()) {
            person = door.get();
        }
        String location = answer.headers().getOrDefault("location", "");
        if (answer.status() == 201 && location.startsWith("/api/")) {
            takeAway(location, seed, aim);
        }
    }

    private Answer sent(Shot shot, long seed, Aim aim) {
        try {
            return person.send(shot);
        } catch (RuntimeException broken) {
            fail(shot, seed, aim, "no answer: " + broken);
            return null;
        }
    }

    private void takeAway(String location, long seed, Aim aim) {
        document.operation("DELETE", location).ifPresent(operation -> {
            Shot removal = new Shot(operation, "DELETE", location, Map.of(), Buffer.buffer(), true);
            Answer answer = sent(removal, seed, aim);
            if (answer != null) {
                check(removal, answer, seed, aim);
            }
        });
    }

    private void check(Shot shot, Answer answer, long seed, Aim aim) {
        List<String> faults = judge.faults(shot, answer, secrets);
        if (!faults.isEmpty()) {
            fail(shot, seed, aim, String.join("\n", faults) + "\n" + answer);
        }
    }

    private void fail(Shot shot, long seed, Aim aim, String what) {
        failures.add("\n=== %s to %s as %s, seed %d\n%s\n--- %s\n"
                .formatted(aim, shot.operation(), person.name(), seed, shot, what));
    }
}
