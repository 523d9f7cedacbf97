package io.sluice.gateway.landings;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.sluice.contract.Landings.DeadLetter;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not land, as the API shows it.
 *
 * @param key and {@code value} JSON, as they are
 */
record DeadLetterView(
        String id,
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        @JsonRawValue @Nullable String key,
        @JsonRawValue @Nullable String value,
        String reason,
        @Nullable String column,
        @Nullable String sqlstate,
        Instant at,
        String state) {

    static DeadLetterView of(DeadLetter letter) {
        return new DeadLetterView(
                letter.id(),
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.timestamp(),
                letter.key(),
                letter.value(),
                letter.reason(),
                letter.column(),
                letter.sqlstate(),
                letter.at(),
                letter.state().name().toLowerCase(Locale.ROOT));
    }
}
