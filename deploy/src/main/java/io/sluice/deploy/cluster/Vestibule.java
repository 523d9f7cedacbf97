package io.sluice.deploy.cluster;

import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.server.ServerConnection;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where connections of members stay until they have proved who they are: {@value #MOST} at most, for {@value #PATIENCE_SECONDS} s.
 * So whoever only connects costs a bounded amount of memory and holds no thread. Any thread of Hazelcast's.
 */
final class Vestibule {
    static final int MOST = 64;
    private static final int PATIENCE_SECONDS = 5;
    private static final String DOOR = "members";
    private static final Logger LOG = LoggerFactory.getLogger(Vestibule.class);

    private final Doorman doorman;
    private final Timer timer;
    private final Set<MemberLink> inside = ConcurrentHashMap.newKeySet();

    /** Runs something later, on a thread that may close connections. */
    interface Timer {
        void after(Runnable task, long delay, TimeUnit unit);
    }

    Vestibule(Doorman doorman, Timer timer) {
        this.doorman = doorman;
        this.timer = timer;
    }

    /** Connections that this node opens itself always find room. */
    void enter(MemberLink link) {
        boolean hasRoom = link.channel().isClientMode() || inside.size() < MOST;
        inside.add(link);
        // A link that is refused before has buffers that must not wait for the timer.
        WeakReference<MemberLink> waiting = new WeakReference<>(link);
        if (hasRoom) {
            timer.after(() -> expire(waiting.get(), Refusal.SILENT), PATIENCE_SECONDS, TimeUnit.SECONDS);
        } else {
            timer.after(() -> expire(waiting.get(), Refusal.TOO_MANY), 0, TimeUnit.SECONDS);
        }
    }

    void proved(MemberLink link) {
        inside.remove(link);
    }

    /** Tells it, unless it was told of this connection before. */
    void refused(MemberLink link, Refusal reason) {
        if (!inside.remove(link)) {
            return;
        }
        Channel channel = link.channel();
        if (channel.isClientMode()) {
            doorman.turnedAway(channel.remoteSocketAddress(), reason);
        } else {
            doorman.refused(DOOR, channel.remoteSocketAddress(), reason);
        }
    }

    private void expire(@Nullable MemberLink link, Refusal reason) {
        if (link == null) {
            return;
        }
        Channel channel = link.channel();
        if (channel.isClosed()) {
            inside.remove(link);
        } else if (inside.contains(link)) {
            refused(link, reason);
            close(channel);
        }
    }

    private static void close(Channel channel) {
        if (channel.attributeMap().get(ServerConnection.class) instanceof ServerConnection connection) {
            connection.close("refused", null);
            return;
        }
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.warn("a refused connection was not closed; cause={}", failed.toString());
        }
    }
}
