package io.sluice.stream.intake.feed;

import io.sluice.stream.intake.SourceFault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages between the event loop of a socket and the thread that reads the source. Holds {@link #MAX_MESSAGES} and {@link #MAX_BYTES}
 * and what one message goes beyond it; the socket must not be read while it is full, and may be again when half of it is
 * gone. The only place where the two threads meet.
 */
final class Inbox {
    private static final int MAX_MESSAGES = 1_000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Message> messages = new ArrayDeque<>();
    private long bytes;
    private boolean full;
    private @Nullable SourceFault end;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Message(byte[] content, boolean isText) {}

    /**
     * What the reader finds.
     *
     * @param hasRoom the socket may be read again
     */
    record Taken(@Nullable Message message, boolean hasRoom) {}

    /** @return whether it is full now */
    boolean put(Message message) {
        lock.lock();
        try {
            messages.add(message);
            bytes += message.content().length;
            full |= messages.size() >= MAX_MESSAGES || bytes >= MAX_BYTES;
            changed.signal();
            return full;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes; the first reason counts. */
    void end(SourceFault why) {
        lock.lock();
        try {
            end = end == null ? why : end;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return full;
        } finally {
            lock.unlock();
        }
    }

    /** @throws SourceFault when nothing is left, and nothing more comes */
    Taken take(Duration patience) throws SourceFault, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (messages.isEmpty() && end == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            Message message = messages.poll();
            if (message == null && end != null) {
                throw end;
            }
            bytes -= message == null ? 0 : message.content().length;
            boolean hasRoom = full && messages.size() <= MAX_MESSAGES / 2 && bytes <= MAX_BYTES / 2;
            full &= !hasRoom;
            return new Taken(message, hasRoom);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a call of {@link #take} would throw. */
    boolean isOver() {
        lock.lock();
        try {
            return messages.isEmpty() && end != null;
        } finally {
            lock.unlock();
        }
    }
}
