package io.sluice.gateway.live;

import io.sluice.gateway.live.Turn.Next;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The life of a subscription as a pure function: an event gives the next machine and what is to be done, in that order.
 *
 * <pre>
 *             opened                 turn: LIVE
 *   Opening ─────────▶ Replaying ─────────────▶ Live
 *      │                 │    ▲                  │  slow (lossless), paused, updated
 *      │      turn, slow,│    │ may go on        ▼
 *      │          paused ▼    │                  │
 *      │               Lagging ◀─────────────────┘
 *      └─────────────────┴── ended ──▶ Closed
 * </pre>
 *
 * <p><b>One question at a time.</b> In {@code Replaying} exactly one {@link Turn} is outstanding, with the tail or a replay
 * cursor; in {@code Lagging} none is. A turn has a number. An answer with another number is stale (the subscriber was paused or
 * got another filter meanwhile): its records are dropped, which loses nothing as the position has not moved, and if the tail had
 * attached it, it is told to let go.
 *
 * <p><b>No seam.</b> A turn's last word LIVE comes from the tail's thread, which from then on sends its batches to this
 * subscriber's event loop behind that very answer.
 *
 * @param slow whether the socket has too much waiting
 * @param skips a slow subscriber skips ahead instead of leaving the live path ({@code delivery=latest}); catching up is paced by
 *     the socket either way
 */
record Machine(State state, int turn, boolean paused, boolean slow, boolean skips) {

    sealed interface State {}

    /** Where to begin is not known yet. */
    record Opening() implements State {}

    /** A turn from {@code at} is outstanding; null: the turn that joins at the end of the topic. */
    record Replaying(@Nullable Position at) implements State {}

    /** The tail's batches come to it; its position is theirs. */
    record Live() implements State {}

    /** Keeps its position until the socket has drained and the client wants to go on, then asks {@code next}. */
    record Lagging(Position at, Next next) implements State {}

    /** Over. */
    record Closed(EndReason reason) implements State {}

    /** What is to be done; {@link Effects} does it. */
    sealed interface Effect {
        void on(Effects effects);
    }

    /** Runs the effects of a machine. */
    interface Effects {
        /** Tells the client that the subscription stands. */
        void acknowledge();

        /** Asks for a turn. */
        void ask(Ask question);

        /** Takes part in the outlet's batches, from this turn's position on. */
        void enroll(Turn turn);

        /** Takes part in them no longer, and tells the tail; {@code enrolled} is false where only the tail knew of it. */
        void leave(boolean enrolled);

        /** Delivers the gap and the chunks of a turn. */
        void deliver(Turn turn);

        /** After a delivery, which may have made the socket slow: go on if nothing speaks against it. */
        void proceed();

        /** Ends it, after a delivery. */
        void end(EndReason reason);

        /** Says farewell and gives everything back. */
        void finish(EndReason reason);
    }

    record Acknowledge() implements Effect {
        @Override
        public void on(Effects effects) {
            effects.acknowledge();
        }
    }

    /** The turn {@code number} from {@code at} (null: from the end). */
    record Ask(int number, @Nullable Position at, Next whom) implements Effect {
        @Override
        public void on(Effects effects) {
            effects.ask(this);
        }
    }

    record Enroll(Turn turn) implements Effect {
        @Override
        public void on(Effects effects) {
            effects.enroll(turn);
        }
    }

    record Leave(boolean enrolled) implements Effect {
        @Override
        public void on(Effects effects) {
            effects.leave(enrolled);
        }
    }

    record Deliver(Turn turn) implements Effect {
        @Override
        public void on(Effects effects) {
            effects.deliver(turn);
        }
    }

    record Proceed() implements Effect {
        @Override
        public void on(Effects effects) {
            effects.proceed();
        }
    }

    record End(EndReason reason) implements Effect {
        @Override
        public void on(Effects effects) {
            effects.end(reason);
        }
    }

    record Finish(EndReason reason) implements Effect {
        @Override
        public void on(Effects effects) {
            effects.finish(reason);
        }
    }

    /** @param machine after the event */
    record Step(Machine machine, List<Effect> effects) {}

    static Machine opening(boolean skips) {
        return new Machine(new Opening(), 0, false, false, skips);
    }

    /** Whether the client has been told that it stands: before that nothing else is said, and its position is not known. */
    boolean stands() {
        return !(state instanceof Opening) && !isJoiningAtEnd();
    }

    private boolean isJoiningAtEnd() {
        return state instanceof Replaying replaying && replaying.at() == null;
    }

    /** Where to begin is known; null: at the end of the topic, wherever the tail is. */
    Step opened(@Nullable Position at) {
        if (!(state instanceof Opening)) {
            return nothing();
        }
        if (at == null) {
            return ask(null, Next.TAIL);
        }
        Step step = with(new Lagging(at, Next.TAIL)).proceed();
        return new Step(step.machine(), concat(new Acknowledge(), step.effects()));
    }

    /** The answer to the question {@code number}. */
    Step answered(int number, Turn answer) {
        boolean attached = answer.next() == Next.LIVE;
        if (!(state instanceof Replaying replaying) || number != turn) {
            return attached ? step(this, new Leave(false)) : nothing();
        }
        if (replaying.at() == null) {
            return joined(answer);
        }
        return switch (answer.next()) {
            case LIVE ->
                isHeldUp()
                        ? step(with(new Lagging(answer.at(), Next.TAIL)), new Leave(false), new Deliver(answer))
                        : step(with(new Live()), new Enroll(answer), new Deliver(answer));
            case TAIL, KAFKA -> step(with(new Lagging(answer.at(), answer.next())), new Deliver(answer), new Proceed());
            case DONE -> step(with(new Lagging(answer.at(), Next.TAIL)), new Deliver(answer), new End(EndReason.UNTIL));
            case GONE -> ended(EndReason.DELETED);
        };
    }

    /** Its socket got slow while it waited for its turn, and it may not skip: live it would have to. */
    private boolean isHeldUp() {
        return slow && !skips;
    }

    /** The first answer to who begins at the end: now the position is known, and only now the subscription stands. */
    private Step joined(Turn answer) {
        if (answer.next() == Next.GONE) {
            return ended(EndReason.DELETED);
        }
        if (answer.next() != Next.LIVE) {
            Step step = with(new Lagging(answer.at(), answer.next())).proceed();
            return new Step(step.machine(), concat(new Acknowledge(), step.effects()));
        }
        if (paused || isHeldUp()) {
            Machine lagging = with(new Lagging(answer.at(), Next.TAIL));
            return step(lagging, new Leave(false), new Deliver(answer), new Acknowledge());
        }
        return step(with(new Live()), new Enroll(answer), new Acknowledge());
    }

    /** Nothing is outstanding: ask on, unless the client is slow or does not want to. */
    Step proceed() {
        if (!(state instanceof Lagging lagging) || paused || slow) {
            return nothing();
        }
        return ask(lagging.at(), lagging.next());
    }

    /**
     * The socket has too much waiting.
     *
     * @param live the position, where the state is {@code Live}
     */
    Step slowed(Position live) {
        Machine slowed = new Machine(state, turn, paused, true, skips);
        return state instanceof Live && !skips ? slowed.leave(live) : step(slowed);
    }

    /** The socket has drained. */
    Step drained() {
        return new Machine(state, turn, paused, false, skips).proceed();
    }

    /**
     * The client wants no records for now.
     *
     * @param live see {@link #slowed}
     */
    Step pause(Position live) {
        return new Machine(state, turn, true, slow, skips).suspend(live);
    }

    /** It wants them again, from where it paused. */
    Step resume() {
        return new Machine(state, turn, false, slow, skips).proceed();
    }

    /** Over, for whatever reason; the first one counts. */
    Step ended(EndReason reason) {
        Machine closed = new Machine(new Closed(reason), turn + 1, paused, slow, skips);
        if (state instanceof Closed) {
            return nothing();
        }
        return state instanceof Live
                ? step(closed, new Leave(true), new Finish(reason))
                : step(closed, new Finish(reason));
    }

    /**
     * Back to Lagging from wherever records may come; an outstanding turn becomes stale. Before the filter is replaced: behind
     * this, no record of the old one can come.
     */
    Step suspend(Position live) {
        if (state instanceof Live) {
            return leave(live);
        }
        @Nullable Position at = state instanceof Replaying replaying ? replaying.at() : null;
        return at == null ? step(this) : step(new Machine(new Lagging(at, Next.TAIL), turn + 1, paused, slow, skips));
    }

    /**
     * Behind {@link #suspend}, when there is another filter: a join at the end that is under way is one of the old filter, and is
     * asked for again.
     */
    Step updated() {
        return isJoiningAtEnd() ? ask(null, Next.TAIL) : nothing();
    }

    private Step leave(Position live) {
        return step(with(new Lagging(live, Next.TAIL)), new Leave(true));
    }

    private Step ask(@Nullable Position at, Next whom) {
        Machine asking = new Machine(new Replaying(at), turn + 1, paused, slow, skips);
        return step(asking, new Ask(asking.turn, at, whom));
    }

    private Machine with(State next) {
        return new Machine(next, turn, paused, slow, skips);
    }

    private Step nothing() {
        return step(this);
    }

    private static Step step(Machine machine, Effect... effects) {
        return new Step(machine, List.of(effects));
    }

    private static List<Effect> concat(Effect first, List<Effect> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }
}
