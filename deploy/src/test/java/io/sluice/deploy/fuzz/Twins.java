package io.sluice.deploy.fuzz;

import io.sluice.deploy.fuzz.Shots.Aim;
import io.sluice.testkit.OpenApi;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Asks for things of somebody else and for things that are not there, in the same words: nobody may learn which is which. */
final class Twins {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    /** What numbers and chains the entries of the audit, each of which is another one. */
    private static final Pattern ENTRY = Pattern.compile("\"seq\":\\d+|\"hash\":\"[0-9a-f]{64}\"");

    /** Names of organisations and users are for everybody who is signed in. */
    private static final Set<String> OPEN_KINDS = Set.of("organization", "user", "user-id");

    /** All topics share one space of names, so who claims one learns that it is taken. */
    private static final Set<String> CLAIMS =
            Set.of("POST /api/v1/topics/{topic}/register", "PUT /diaspora/api/v2/topic/{topic}");

    /** What makes a request, or whoever sends it, another one. */
    private static final Set<String> HEADERS = Set.of("Idempotency-Key", Person.SUBJECT);

    /** Two requests with one id would be one. */
    private static final String REQUEST_ID = "\"request_id\":\"";

    private final OpenApi document;
    private final Person person;
    private final Map<String, List<String>> own;
    private final Map<String, List<String>> foreign;
    private final Map<String, String> absent = new HashMap<>();

    Twins(OpenApi document, Person person, Map<String, List<String>> own, Tenant victim) {
        this.document = document;
        this.person = person;
        this.own = own;
        this.foreign = new TreeMap<>(victim.told());
        foreign.keySet().removeAll(OPEN_KINDS);
        foreign.values().forEach(ids -> ids.forEach(id -> absent.put(id, twin(id))));
    }

    /** @return the pairs that were not answered alike */
    List<String> run(long seed, int rounds) {
        List<String> unlike = new ArrayList<>();
        for (OpenApi.Operation operation : document.operations()) {
            for (int round = 0; round < rounds && !CLAIMS.contains(operation.toString()); round++) {
                long shotSeed = Objects.hash(seed, person.name(), operation.toString(), round);
                Random random = new Random(shotSeed);
                Shot drawn = new Shots(document, random, new Ids(random, own, foreign)).at(operation, Aim.FOREIGN);
                drawn.headers().keySet().removeAll(HEADERS);
                Shot twin = twin(drawn);
                // What a name of somebody's own namespace stands for is theirs, whoever else has one like it.
                boolean within = drawn.names(person.namespace());
                if (!within
                        && (!twin.path().equals(drawn.path()) || !twin.body().equals(drawn.body()))) {
                    compare(drawn, twin, unlike);
                }
            }
        }
        return unlike;
    }

    private void compare(Shot foreigners, Shot nobodys, List<String> unlike) {
        Answer there = person.send(foreigners);
        Answer absentee = person.send(nobodys);
        if (there.status() != absentee.status() || !told(there.body()).equals(told(absentee.body()))) {
            unlike.add("\n=== %s as %s\n%s\n%s\n--- and of what is not there\n%s\n%s"
                    .formatted(foreigners.operation(), person.name(), foreigners, there, nobodys, absentee));
        }
    }

    /** Without what differs by chance. */
    private String told(String body) {
        String told = TIME.matcher(UUID.matcher(body).replaceAll("")).replaceAll("");
        told = ENTRY.matcher(told).replaceAll("");
        for (Map.Entry<String, String> pair : absent.entrySet()) {
            told = told.replace(pair.getKey(), pair.getValue());
        }
        return told;
    }

    private Shot twin(Shot shot) {
        String path = shot.path();
        String body = shot.body().toString(StandardCharsets.UTF_8).replace(REQUEST_ID, REQUEST_ID + "twin-");
        for (Map.Entry<String, String> pair : absent.entrySet()) {
            path = path.replace(pair.getKey(), pair.getValue());
            body = body.replace(pair.getKey(), pair.getValue());
        }
        return new Shot(shot.operation(), shot.method(), path, shot.headers(), Buffer.buffer(body), shot.exact());
    }

    /** Another one of the same form and length. */
    private static String twin(String id) {
        char last = id.charAt(id.length() - 1);
        char other = UUID.matcher(id).matches() ? (last == '0' ? '1' : '0') : (last == 'x' ? 'y' : 'x');
        return id.substring(0, id.length() - 1) + other;
    }
}
