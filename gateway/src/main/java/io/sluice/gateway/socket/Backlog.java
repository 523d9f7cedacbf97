package io.sluice.gateway.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** What waits in a connection for its client. */
public final class Backlog {
    private Backlog() {}

    /**
     * Bytes that the operating system has not taken yet, to the byte: netty's own figure only moves when a whole buffer is gone, which
     * a slow client may need minutes for. On the channel's event loop.
     */
    public static long bytes(Channel channel) {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes() - queue.currentProgress();
    }
}
