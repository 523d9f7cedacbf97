package io.sluice.gateway.live;

import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Notices that a consumer has asked the broker anew which topics there are. Belongs to the consumer's thread.
 *
 * <p><b>Why.</b> A topic that is deleted and created again has the same name and other records, and a consumer goes on in it at the
 * old offset without a word if the new log is long enough. Fetches carry the topic's id, which the consumer does not show; but it
 * cannot fetch from the new one before it has learned its id, and for that it must refresh its metadata. So a reader that compares
 * the id after each refresh, before it uses what it has polled, never takes the records of one topic for those of the other. A
 * refresh is rare (each five minutes, and when something has changed), so this costs nothing.
 *
 * <p>Kafka tells refreshes to deserializers, which is why this is one.
 */
final class MetadataNews extends ByteArrayDeserializer implements ClusterResourceListener {
    private boolean fresh;

    @Override
    public void onUpdate(ClusterResource cluster) {
        fresh = true;
    }

    /** Whether there was a refresh since the last {@link #taken}. */
    boolean isFresh() {
        return fresh;
    }

    /** The broker is about to be asked what the refresh was about. */
    void taken() {
        fresh = false;
    }
}
