package io.sluice.gateway.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * A text frame of bytes that are UTF-8 already. Vert.x' own {@link WebSocketFrame#textFrame} takes a {@code String}, which would
 * be decoded and encoded again for every socket; this is the one place that reaches behind its public API for that.
 */
final class TextFrame {
    private TextFrame() {}

    static WebSocketFrame of(Buffer utf8) {
        return new WebSocketFrameImpl(WebSocketFrameType.TEXT, ((BufferInternal) utf8).getByteBuf(), true);
    }
}
