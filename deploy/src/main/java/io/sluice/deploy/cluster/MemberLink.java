package io.sluice.deploy.cluster;

import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.networking.ChannelInitializer;
import com.hazelcast.internal.networking.HandlerStatus;
import com.hazelcast.internal.networking.InboundHandler;
import com.hazelcast.internal.networking.OutboundHandler;
import com.hazelcast.internal.nio.IOUtil;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * TLS on one connection between two members: the first handler of what comes in and the last of what goes out, so nothing of
 * Hazelcast's is on the wire, or is looked at, before both sides have proved who they are.
 *
 * <p>Hazelcast runs each direction on one thread at a time, but the two side by side; what they share is the engine, which is made
 * for that, and two flags. While the handshake lasts, the outgoing direction is BLOCKED unless there is something of the handshake
 * to send, and each side wakes the other one when it has done its part; so nobody turns in circles. Certificates are checked on
 * Hazelcast's own threads, which takes a few milliseconds a connection.
 *
 * <p>The side that connected knows only with the first bytes of the other one whether it was accepted: its last word in TLS 1.3 goes
 * out before it is judged. Until then a failure is told as a refusal.
 */
final class MemberLink {
    /** Types of TLS records: change_cipher_spec, alert, handshake, application_data (RFC 8446, 5.1). */
    private static final int FIRST_TYPE = 20;

    private static final int LAST_TYPE = 23;

    private final Channel channel;
    private final SSLEngine engine;
    private final Vestibule vestibule;
    private final int bufferBytes;
    private volatile boolean open;
    private volatile boolean proven;

    private MemberLink(Channel channel, SSLEngine engine, Vestibule vestibule) {
        this.channel = channel;
        this.engine = engine;
        this.vestibule = vestibule;
        // Twice what is usual: the longest record that an engine takes has to fit in, or it would wait for the rest for
        // ever.
        this.bufferBytes = 2 * engine.getSession().getPacketBufferSize();
    }

    /** Below {@code above}, in a channel that has nothing yet. What it throws is Hazelcast's. */
    static void install(Channel channel, SSLEngine engine, Vestibule vestibule, ChannelInitializer above)
            throws Exception {
        MemberLink link = new MemberLink(channel, engine, vestibule);
        engine.setUseClientMode(channel.isClientMode());
        if (!channel.isClientMode()) {
            engine.setNeedClientAuth(true);
        }
        engine.beginHandshake();
        channel.inboundPipeline().addLast(link.new Inbound());
        above.initChannel(channel);
        channel.outboundPipeline().addLast(link.new Outbound());
        vestibule.enter(link);
    }

    Channel channel() {
        return channel;
    }

    private void prove() {
        if (!proven) {
            proven = true;
            vestibule.proved(this);
        }
    }

    /** The handshake is over on this side. */
    private void toOpen() {
        open = true;
        if (!channel.isClientMode()) {
            prove();
        }
        wakeBoth();
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        wakeBoth();
    }

    private void wakeBoth() {
        channel.inboundPipeline().wakeup();
        channel.outboundPipeline().wakeup();
    }

    /** What Hazelcast is told: that the connection ended, for which it has a quiet line of its own. */
    private IOException ended(SSLException failure) {
        if (proven) {
            return failure;
        }
        vestibule.refused(this, Refusal.of(failure));
        return new EOFException("refused");
    }

    private void lost(Throwable cause) {
        if (!proven) {
            vestibule.refused(this, Refusal.of(cause));
        }
    }

    private final class Inbound extends InboundHandler<ByteBuffer, ByteBuffer> {
        private final ByteBuffer plain = ByteBuffer.allocate(bufferBytes).flip();

        @Override
        public void handlerAdded() {
            src = ByteBuffer.allocate(bufferBytes);
        }

        @Override
        public void interceptError(Throwable error) {
            lost(error);
        }

        @Override
        public HandlerStatus onRead() throws IOException {
            src.flip();
            try {
                requireTls();
                return decrypt();
            } catch (SSLException failed) {
                throw ended(failed);
            } finally {
                IOUtil.compactOrClear(src);
            }
        }

        /** An engine would wait for five bytes to say so; a member without TLS sends three, and waits for the answer. */
        private void requireTls() throws SSLException {
            if (!open && src.hasRemaining()) {
                byte type = src.get(src.position());
                if (type < FIRST_TYPE || type > LAST_TYPE) {
                    throw new SSLException("not a record of TLS");
                }
            }
        }

        private HandlerStatus decrypt() throws IOException {
            while (true) {
                handOver();
                if (plain.hasRemaining()) {
                    return HandlerStatus.DIRTY;
                }
                SSLEngineResult result = unwrap();
                if (result.getStatus() == Status.CLOSED) {
                    throw new EOFException("closed by the other side");
                }
                if (result.bytesProduced() > 0) {
                    prove();
                }
                follow(result.getHandshakeStatus());
                if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                    return HandlerStatus.CLEAN;
                }
            }
        }

        private void handOver() {
            int length = Math.min(plain.remaining(), dst.remaining());
            dst.put(plain.slice().limit(length));
            plain.position(plain.position() + length);
        }

        private SSLEngineResult unwrap() throws SSLException {
            plain.clear();
            try {
                return engine.unwrap(src, plain);
            } finally {
                plain.flip();
            }
        }

        private void follow(HandshakeStatus handshake) {
            switch (handshake) {
                case FINISHED -> toOpen();
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> channel.outboundPipeline().wakeup();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING -> {}
            }
        }
    }

    private final class Outbound extends OutboundHandler<ByteBuffer, ByteBuffer> {
        @Override
        public void handlerAdded() {
            dst = ByteBuffer.allocate(bufferBytes).flip();
        }

        @Override
        public void interceptError(Throwable error) {
            lost(error);
        }

        @Override
        public HandlerStatus onWrite() throws IOException {
            IOUtil.compactOrClear(dst);
            try {
                return encrypt();
            } catch (SSLException failed) {
                throw ended(failed);
            } finally {
                dst.flip();
            }
        }

        private HandlerStatus encrypt() throws IOException {
            while (true) {
                SSLEngineResult result = engine.wrap(src, dst);
                switch (result.getStatus()) {
                    case BUFFER_OVERFLOW -> {
                        return HandlerStatus.DIRTY;
                    }
                    case CLOSED -> throw new EOFException("closed");
                    case OK, BUFFER_UNDERFLOW -> {}
                }
                switch (result.getHandshakeStatus()) {
                    case FINISHED -> toOpen();
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> {
                        continue;
                    }
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN ->
                        channel.inboundPipeline().wakeup();
                    case NOT_HANDSHAKING -> {}
                }
                if (!open) {
                    return HandlerStatus.BLOCKED;
                }
                if (!src.hasRemaining()) {
                    return HandlerStatus.CLEAN;
                }
            }
        }
    }
}
