package io.sluice.gateway.live;

import java.util.List;

/**
 * What a batch of records was for one channel.
 *
 * @param matched records in all chunks; {@code failed} records whose match could not be decided
 */
record Output(ChannelKey key, List<Chunk> chunks, long matched, long failed) {
    Output {
        chunks = List.copyOf(chunks);
    }
}
