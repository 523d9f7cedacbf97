package io.sluice.gateway.live;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.gateway.socket.Deflate;
import io.sluice.gateway.socket.Frame;
import io.sluice.gateway.socket.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that an event loop is sending, as WebSocket frames in direct memory: made for the first socket, and handed to all others
 * by reference. A frame has two parts: a head of some fifty bytes with the length and the subscription's id, shared by those who
 * chose the same id, and the rest, shared by all. Both come plain and compressed. One event loop; holds one chunk, until {@link
 * #clear}.
 */
final class FrameShare {
    /** Shorter bodies are not worth the compression. */
    private static final int MIN_DEFLATE = 512;

    private final Form plain = new Form(false);
    private final Form deflated = new Form(true);
    private @Nullable Chunk chunk;

    /** A chunk in one of its two forms. */
    private static final class Form {
        private final boolean deflate;
        private @Nullable ByteBuf rest;
        private @Nullable ByteBuf head;
        private String id = "";

        Form(boolean deflate) {
            this.deflate = deflate;
        }

        int send(Chunk chunk, String to, WebSocket socket) {
            ByteBuf shared = rest;
            if (shared == null) {
                shared = rest(chunk, socket.memory());
                rest = shared;
            }
            ByteBuf first = head;
            if (first == null || !id.equals(to)) {
                first = head(to, shared.readableBytes(), socket.memory());
                if (head != null) {
                    head.release();
                }
                head = first;
                id = to;
            }
            socket.write(first.retainedDuplicate(), shared.retainedDuplicate());
            return first.readableBytes() + shared.readableBytes();
        }

        private ByteBuf rest(Chunk chunk, ByteBufAllocator memory) {
            if (deflate) {
                byte[] bytes = chunk.deflated();
                return memory.directBuffer(bytes.length).writeBytes(bytes);
            }
            return memory.directBuffer(chunk.bytes() + chunk.foot().length)
                    .writeBytes(chunk.body())
                    .writeBytes(chunk.foot());
        }

        private ByteBuf head(String to, int rest, ByteBufAllocator memory) {
            byte[] begin = Frames.recordsHead(to);
            return Frame.head(memory, deflate, deflate ? Deflate.stored(begin) : begin, rest);
        }

        void clear() {
            if (rest != null) {
                rest.release();
                rest = null;
            }
            if (head != null) {
                head.release();
                head = null;
            }
        }
    }

    /**
     * Sends the whole chunk to one subscription of a socket.
     *
     * @return how many bytes that takes on the wire
     */
    int send(Chunk next, String id, WebSocket socket) {
        if (next != chunk) {
            clear();
            chunk = next;
        }
        boolean deflate = socket.deflates() && next.bytes() >= MIN_DEFLATE;
        return (deflate ? deflated : plain).send(next, id, socket);
    }

    /** Lets go of the memory, which lives on until the last socket has sent it. */
    void clear() {
        plain.clear();
        deflated.clear();
        chunk = null;
    }
}
