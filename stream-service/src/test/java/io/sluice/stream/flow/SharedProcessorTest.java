package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.RecordFormat;
import io.sluice.stream.flow.Roster.Members;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedProcessorTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    private final SharedSource source = new SharedSource(new Random(7));

    @Test
    void a_member_joins_when_the_task_comes_to_its_start() {
        append(0, 10);
        publish(member(A, 4));

        source.process(10);
        source.commit();

        assertThat(source.written("A")).containsExactly(numbers(4, 10));
        assertThat(source.places()).containsEntry(A.toString(), Places.JOINED);
    }

    @Test
    void a_member_whose_start_is_past_catches_up_and_joins_without_a_seam() {
        publish(member(A, 0));
        append(0, 20);
        source.process(15);
        publish(member(A, 0), member(B, 3));
        source.process(1);
        run();

        assertThat(source.written("A")).containsExactly(numbers(0, 20));
        assertThat(source.written("B")).containsExactly(numbers(3, 20));
    }

    @Test
    void one_catches_up_while_nothing_new_comes_also_after_a_crash() {
        append(0, 20);
        source.process(20);
        source.commit();
        source.crash(members(Set.of(), member(A, 5)));
        run();

        assertThat(source.written("A")).containsExactly(numbers(5, 20));
    }

    @Test
    void what_a_node_has_not_heard_of_is_not_passed_over() {
        publish(member(A, 0));
        append(0, 10);
        source.process(10);
        source.commit();
        source.crash(Members.NONE);
        append(10, 20);
        source.process(10);
        source.commit();
        assertThat(source.asked()).containsExactly(A);
        assertThat(source.places()).containsEntry(A.toString(), 10L);

        publish(member(A, 0));
        run();

        assertThat(source.written("A")).containsExactly(numbers(0, 20));
    }

    @Test
    void one_that_pauses_goes_on_from_exactly_there() {
        publish(member(A, 0), member(B, 0));
        append(0, 10);
        source.process(10);
        source.publish(members(Set.of(A), member(B, 0)));
        append(10, 15);
        source.process(5);
        source.commit();
        assertThat(source.places()).containsEntry(A.toString(), 10L);
        assertThat(source.written("A")).containsExactly(numbers(0, 10));

        publish(member(A, 0), member(B, 0));
        run();

        assertThat(source.written("A")).containsExactly(numbers(0, 15));
        assertThat(source.written("B")).containsExactly(numbers(0, 15));
    }

    @Test
    void one_that_is_gone_leaves_no_place() {
        publish(member(A, 0));
        append(0, 5);
        source.process(5);
        source.publish(new Members(Map.of(), Set.of(), Set.of(A), RecordFormat.AUTO));
        source.tick();
        source.commit();

        assertThat(source.places()).isEmpty();
    }

    /** Members come, pause, go on and go; records come; tasks move to nodes that know more or less. Each gets what an oracle says. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void every_member_gets_every_record_since_its_start_once_in_order(long seed) {
        Random random = new Random(seed);
        SharedSource simulated = new SharedSource(random);
        Map<UUID, Member> wanted = new HashMap<>();
        Set<UUID> resting = new HashSet<>();
        List<Members> history = new ArrayList<>(List.of(Members.NONE));
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    UUID id = new UUID(1, wanted.size());
                    wanted.put(id, member(id, simulated.end() - random.nextInt(3) * simulated.end() / 2));
                }
                case 1 ->
                    wanted.keySet().stream()
                            .filter(id -> random.nextInt(4) == 0)
                            .forEach(id -> toggle(resting, id));
                case 2 -> simulated.publish(remember(history, wanted, resting));
                case 3 -> simulated.crash(history.get(random.nextInt(history.size())));
                case 4, 5 -> simulated.commit();
                case 6, 7 -> simulated.tick();
                case 8, 9 -> simulated.process(random.nextInt(10));
                default ->
                    IntStream.range(0, random.nextInt(10))
                            .forEach(i -> simulated.append(Long.toString(simulated.end())));
            }
        }
        simulated.publish(remember(history, wanted, Set.of()));
        for (int i = 0; i < 5_000; i++) {
            simulated.process(100);
            simulated.tick();
        }
        simulated.commit();

        assertThat(wanted).hasSizeGreaterThan(100);
        wanted.forEach((id, member) -> assertThat(simulated.written(name(id)))
                .as("member %s that starts at %d", id, member.start(0))
                .containsExactly(IntStream.range((int) member.start(0), (int) simulated.end())
                        .filter(value -> value % divisor(id) == 0)
                        .mapToObj(Integer::toString)
                        .toArray(String[]::new)));
    }

    private static void toggle(Set<UUID> resting, UUID id) {
        if (!resting.remove(id)) {
            resting.add(id);
        }
    }

    private static Members remember(List<Members> history, Map<UUID, Member> wanted, Set<UUID> resting) {
        Map<UUID, Member> running = new HashMap<>(wanted);
        running.keySet().removeAll(resting);
        Members now = new Members(running, resting, Set.of(), RecordFormat.AUTO);
        history.add(now);
        return now;
    }

    private static long divisor(UUID id) {
        return 1 + id.getLeastSignificantBits() % 3;
    }

    private static String where(UUID id) {
        return "$offset % " + divisor(id) + " = 0";
    }

    private static String name(UUID id) {
        return id.equals(A) ? "A" : id.equals(B) ? "B" : id.toString();
    }

    private static Member member(UUID id, long start) {
        String where = id.getMostSignificantBits() == 0 ? "" : where(id);
        return SharedSource.member(id, where, name(id), start);
    }

    private static Members members(Set<UUID> resting, Member... members) {
        Map<UUID, Member> all = new HashMap<>();
        for (Member member : members) {
            all.put(member.id(), member);
        }
        return new Members(all, resting, Set.of(), RecordFormat.AUTO);
    }

    private void publish(Member... members) {
        source.publish(members(Set.of(), members));
    }

    private void append(int from, int to) {
        IntStream.range(from, to).mapToObj(Integer::toString).forEach(source::append);
    }

    private void run() {
        for (int i = 0; i < 100; i++) {
            source.process(1);
            source.tick();
        }
        source.commit();
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }
}
