package io.sluice.gateway.diaspora;

import io.sluice.decode.Decoded;
import io.sluice.decode.RecordContent;
import io.sluice.gateway.record.KafkaRecordView;
import org.jspecify.annotations.Nullable;

/**
 * Key and value of a record as bytes, as its reader sees them: what was written where everything is seen, and else what is left of it, as
 * JSON, or nothing.
 */
final class SeenRecord {
    private SeenRecord() {}

    /** @param decoded what was written in another format is wanted as JSON */
    static byte @Nullable [] value(KafkaRecordView seen, boolean decoded) {
        RecordContent content = seen.content();
        byte[] written = seen.record().value();
        if (written == null) {
            return null;
        }
        Decoded value = content.value();
        if (value instanceof Decoded.Withheld) {
            return null;
        }
        return decoded && value instanceof Decoded.Json json ? json.bytes() : written;
    }

    static byte @Nullable [] key(KafkaRecordView seen, boolean decoded) {
        RecordContent content = seen.content();
        byte[] written = seen.record().key();
        if (written == null) {
            return null;
        }
        Decoded key = content.key();
        if (key instanceof Decoded.Withheld) {
            return null;
        }
        return decoded && key instanceof Decoded.Json ? content.filteredKey() : written;
    }
}
