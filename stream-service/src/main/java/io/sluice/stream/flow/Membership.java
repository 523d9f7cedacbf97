package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.stream.flow.Roster.Members;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the members of a shared application are on this node: made of rows, told to the tasks by a {@link Roster}. One whose topic is lost
 * is taken out here at once, and FAILED for everybody in the next step of the lane. Belongs to one event loop.
 */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    /** Of streams that a task had a place for and nobody knew; the oldest are asked for again if need be. */
    private static final int MAX_ASKED = 1_000;

    private final Reading topic;
    private final LaneKit kit;
    private final Function<UUID, Counters> counters;
    private final Runnable changed;
    private final Map<UUID, Known> known = new HashMap<>();
    /** Why, by stream; on this node only, until everybody knows. */
    private final Map<UUID, String> lost = new HashMap<>();

    /** Where those began that end, by partition. */
    private final Map<UUID, Map<Integer, Long>> ending = new HashMap<>();

    private final Set<UUID> asked = new LinkedHashSet<>();
    private final Roster roster;

    /**
     * @param counters of a stream on this node
     * @param changed asks for a step of the lane
     */
    Membership(Reading topic, LaneKit kit, Function<UUID, Counters> counters, Runnable changed) {
        this.topic = topic;
        this.kit = kit;
        this.counters = counters;
        this.changed = changed;
        var loop = kit.vertx().getOrCreateContext();
        this.roster = new Roster(Members.NONE, unknown -> loop.runOnContext(heard -> ask(unknown)));
    }

    /** @param row as it was when its member was made */
    private record Known(StreamRow row, Member member) {
        boolean writesTo(String target) {
            return row.topics().contains(target);
        }
    }

    Roster roster() {
        return roster;
    }

    boolean runs(StreamRow row) {
        return row.wanted() == Wanted.RUNNING && row.follows() == null && !lost.containsKey(row.id());
    }

    /** Whether there is something for tasks to do with it. */
    boolean needsTasks(StreamRow row) {
        return runs(row) || isEnding(row);
    }

    boolean has(UUID stream) {
        return known.containsKey(stream);
    }

    /** What has to wait for another one to end before it has not begun. */
    private static boolean isEnding(StreamRow row) {
        return row.wanted() == Wanted.ENDING && row.follows() == null;
    }

    /** Where the first of them begins, by partition. */
    Map<TopicPartition, Long> starts() {
        List<Map<Integer, Long>> all = new ArrayList<>(ending.values());
        known.values().forEach(one -> all.add(one.member().starts()));
        Map<TopicPartition, Long> starts = new HashMap<>();
        all.forEach(one -> one.forEach(
                (partition, start) -> starts.merge(new TopicPartition(topic.topic(), partition), start, Math::min)));
        return starts;
    }

    /** Makes members of the streams that run and are none, or are other ones now. */
    Future<Void> take(Collection<StreamRow> rows) {
        ending.keySet()
                .retainAll(rows.stream()
                        .filter(Membership::isEnding)
                        .map(StreamRow::id)
                        .collect(Collectors.toSet()));
        return Future.all(rows.stream()
                        .filter(this::needsTasks)
                        .map(row -> isEnding(row) ? end(row) : take(row))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> end(StreamRow row) {
        return ending.containsKey(row.id())
                ? Future.succeededFuture()
                : kit.positions().stored(row.id()).map(starts -> {
                    ending.put(row.id(), here(starts));
                    return null;
                });
    }

    private Map<Integer, Long> here(Map<TopicPartition, Long> starts) {
        return starts.entrySet().stream()
                .filter(start -> start.getKey().topic().equals(topic.topic()))
                .collect(Collectors.toMap(start -> start.getKey().partition(), Map.Entry::getValue));
    }

    private Future<Void> take(StreamRow row) {
        Known before = known.get(row.id());
        if (before != null && before.row().definition().equals(row.definition())) {
            return Future.succeededFuture();
        }
        return Future.all(
                        kit.destinations().open(row, this, reason -> lose(row.id(), reason)),
                        kit.positions().stored(row.id()))
                .compose(both -> {
                    Destinations.Opened opened = both.resultAt(0);
                    if (opened.fault() != null) {
                        return fail(row.id(), opened.fault());
                    }
                    known.put(row.id(), new Known(row, member(row, opened.destination(), both.resultAt(1))));
                    return Future.succeededFuture();
                });
    }

    private Member member(StreamRow row, Destination destination, Map<TopicPartition, Long> starts) {
        return new Member(
                row.id(),
                StreamFilter.pipeline(row.definition()),
                row.definition().batchMode(),
                Delivery.To.of(row, destination),
                here(starts),
                counters.apply(row.id()));
    }

    /** Tells the tasks who the members are, if that is news. */
    void publish(List<StreamRow> rows, RecordFormat format) {
        Map<UUID, Member> running = new HashMap<>();
        Set<UUID> resting = new HashSet<>();
        Set<UUID> gone = new HashSet<>(asked);
        for (StreamRow row : rows) {
            gone.remove(row.id());
            Known one = known.get(row.id());
            if (runs(row) && one != null) {
                running.put(row.id(), one.member());
            } else if (row.wanted() == Wanted.DELETING) {
                gone.add(row.id());
            } else if (!ending.containsKey(row.id())) {
                resting.add(row.id());
            }
        }
        Set<UUID> out = new HashSet<>(known.keySet());
        out.removeAll(running.keySet());
        out.forEach(this::drop);
        Members now = new Members(running, resting, gone, ending, format);
        if (!now.equals(roster.now())) {
            roster.publish(now);
        }
    }

    /** Everybody hears of those that were lost here. */
    Future<Void> tellLost() {
        Map<UUID, String> told = Map.copyOf(lost);
        return Future.all(told.entrySet().stream()
                        .map(one -> fail(one.getKey(), one.getValue()))
                        .toList())
                .onSuccess(done -> lost.keySet().removeAll(told.keySet()))
                .mapEmpty();
    }

    Future<Void> fail(UUID stream, String reason) {
        LOG.warn("stream failed; stream={} reason={}", stream, reason);
        drop(stream);
        return kit.rows().want(stream, Wanted.FAILED, reason, Wanted.RUNNING).mapEmpty();
    }

    /** A topic does not take the records of one of them. */
    void onRefused(String target, Throwable cause) {
        Optional<UUID> whose = known.entrySet().stream()
                .filter(one -> one.getValue().writesTo(target))
                .map(Map.Entry::getKey)
                .findFirst();
        whose.ifPresent(stream -> lose(
                stream,
                "The topic \"" + target + "\" does not take the stream's records ("
                        + cause.getClass().getSimpleName() + ")."));
    }

    /** The tasks here go on without it at once. */
    private void lose(UUID stream, String reason) {
        lost.put(stream, reason);
        Members now = roster.now();
        Map<UUID, Member> others = new HashMap<>(now.running());
        if (others.remove(stream) != null) {
            Set<UUID> resting = new HashSet<>(now.resting());
            resting.add(stream);
            roster.publish(new Members(others, resting, now.gone(), now.ending(), now.format()));
        }
        changed.run();
    }

    private void ask(Set<UUID> unknown) {
        asked.addAll(unknown);
        asked.stream().limit(Math.max(0, asked.size() - MAX_ASKED)).toList().forEach(asked::remove);
        changed.run();
    }

    void dropAll() {
        List.copyOf(known.keySet()).forEach(this::drop);
    }

    private void drop(UUID stream) {
        known.remove(stream);
        kit.destinations().close(stream, this);
    }
}
