package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.stream.flow.Roster.Members;
import io.sluice.stream.flow.SharedTopology.Kit;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * All members on one partition. Belongs to the task's thread.
 *
 * <p>What is written of a member's place is written in the transaction of its records and the task's position, so that all three say the
 * same after any crash, on any node:
 *
 * <ul>
 *   <li>A member that is new begins at its start. If the task comes to it later, it joins there; if the task is past it, it catches up
 *       ({@link CatchUp}) and joins where it meets the task.
 *   <li>A member that does not run, or that this node has not heard of, does not go along: its place becomes the task's position before the
 *       first record that is judged without it, and it catches up from there.
 *   <li>A member that ends has a last place, which is not changed any more; what follows it begins there. A node that has not heard of
 *       it sees so, too.
 *   <li>A stream that is no more loses its place. Whether one that is unknown is no more, or news has not come, the node finds out.
 * </ul>
 */
final class SharedProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
    /** How often a task looks for news that has no records; each look may be a small transaction. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** While there is somebody to catch up, the task does that half of its time. */
    private static final Duration PACE = Duration.ofMillis(50);

    private static final Duration TURN = Duration.ofMillis(25);
    private static final long UNKNOWN = -1;

    private final String source;
    private final Kit kit;
    private @Nullable Task task;

    SharedProcessor(String source, Kit kit) {
        this.source = source;
        this.kit = kit;
    }

    /** Also after a task was set back: everything begins again with what is in the store. */
    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        close();
        task = new Task(context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (task == null) {
            throw new IllegalStateException("not initialised");
        }
        task.process(record);
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
            task = null;
        }
    }

    /** From one {@code init} to the next. */
    private final class Task {
        private final ProcessorContext<byte[], Outgoing> context;
        private final int partition;
        private final Places places;
        private final MemberSet joined = new MemberSet(source, kit.clock());
        private final CatchUp catchUp;
        private final CompletableFuture<Long> committed;
        private ProcessedRecord view;
        /** None that was ever published. */
        private Members seen = new Members(Map.of(), Set.of(), Set.of(), RecordFormat.AUTO);
        /** Members that wait for the task to come to their start. */
        private final Set<Member> early = new HashSet<>();
        /** Behind the last record, or what was committed before the first one. */
        private long position = UNKNOWN;

        private @Nullable Cancellable pace;
        private @Nullable Cancellable due;

        Task(ProcessorContext<byte[], Outgoing> context) {
            this.context = context;
            this.partition = context.taskId().partition();
            TopicPartition here = new TopicPartition(source, partition);
            this.places = new Places(context.getStateStore(SharedTopology.MEMBERS));
            this.catchUp = new CatchUp(here, kit.rereader(), kit.clock());
            this.view = view(seen);
            this.committed = kit.rereader().committed(here).toCompletableFuture();
            context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, time -> look());
        }

        private ProcessedRecord view(Members members) {
            return new ProcessedRecord(Map.of(), topic -> kit.decoders().of(members.format()));
        }

        void process(Record<byte[], byte[]> record) {
            RecordMetadata place = context.recordMetadata().orElseThrow();
            follow(position == UNKNOWN ? place.offset() : position);
            if (!early.isEmpty()) {
                joinUpTo(place.offset());
            }
            view.at(place, record);
            joined.evaluate(view, record, this::forward);
            position = place.offset() + 1;
            changed();
        }

        private void forward(Record<byte[], Outgoing> record) {
            kit.pace().onWritten(record.value().topic());
            context.forward(record);
        }

        /** Asks for a commit when it is time for one; a task that is at rest is not woken for it. */
        private void changed() {
            kit.pace().onChanged();
            if (due == null) {
                due = context.schedule(CommitPace.SHORTEST, PunctuationType.WALL_CLOCK_TIME, time -> commitIfDue());
            }
        }

        private void commitIfDue() {
            if (kit.pace().isDue()) {
                context.commit();
            }
            if (!kit.pace().isNeeded() && due != null) {
                due.cancel();
                due = null;
            }
        }

        /** Nothing comes, or somebody catches up. */
        private void look() {
            if (position == UNKNOWN) {
                position = committed.isDone() && !committed.isCompletedExceptionally() ? committed.join() : UNKNOWN;
            }
            if (position != UNKNOWN) {
                follow(position);
            }
            joined.count();
            // What a look leaves behind is nothing that could wait for long.
            context.commit();
        }

        private void turn() {
            if (position != UNKNOWN) {
                long until = System.nanoTime() + TURN.toNanos();
                catchUp.turn(position, until, view, this::forward, this::moved);
                changed();
            }
            keepPace();
        }

        /**
         * Takes up what is new in the roster.
         *
         * @param here all records before it are behind the members that have joined
         */
        private void follow(long here) {
            Members now = kit.roster().now();
            if (now == seen) {
                return;
            }
            if (!now.format().equals(seen.format())) {
                view = view(now);
            }
            seen = now;
            changed();
            leave(now, here);
            early.clear();
            now.running().values().forEach(member -> place(member, here));
            keepPace();
        }

        private void leave(Members now, long here) {
            Set<UUID> unknown = new HashSet<>();
            Set<UUID> known = places.ids();
            known.addAll(catchUp.ids());
            known.addAll(now.ending().keySet());
            for (UUID id : known) {
                if (now.running().containsKey(id)) {
                    continue;
                }
                joined.remove(id);
                catchUp.remove(id);
                Map<Integer, Long> starts = now.ending().get(id);
                if (now.gone().contains(id)) {
                    places.remove(id);
                } else if (starts != null) {
                    places.end(id, here, starts.getOrDefault(partition, 0L));
                } else if (places.isJoined(id)) {
                    places.put(id, here);
                }
                if (!now.knows(id)) {
                    unknown.add(id);
                }
            }
            if (!unknown.isEmpty()) {
                kit.roster().ask(unknown);
            }
        }

        private void place(Member member, long here) {
            if (places.isEnded(member.id())) {
                return;
            }
            if (places.isJoined(member.id())) {
                joined.put(member);
                return;
            }
            long at = places.of(member, partition);
            if (at < here) {
                catchUp.put(member, at);
            } else if (at == here) {
                join(member);
            } else {
                early.add(member);
            }
        }

        /** Nothing is between the task's position and the record that is next. */
        private void joinUpTo(long offset) {
            early.removeIf(member -> {
                boolean isTime = places.of(member, partition) <= offset;
                if (isTime) {
                    join(member);
                }
                return isTime;
            });
        }

        private void join(Member member) {
            places.put(member.id(), Places.JOINED);
            joined.put(member);
        }

        private void moved(Member member, long at) {
            if (at == position) {
                catchUp.remove(member.id());
                join(member);
            } else {
                places.put(member.id(), at);
            }
        }

        private void keepPace() {
            if (catchUp.isEmpty() && pace != null) {
                pace.cancel();
                pace = null;
            } else if (!catchUp.isEmpty() && pace == null) {
                pace = context.schedule(PACE, PunctuationType.WALL_CLOCK_TIME, time -> turn());
            }
        }

        void close() {
            catchUp.close();
            joined.count();
        }
    }
}
