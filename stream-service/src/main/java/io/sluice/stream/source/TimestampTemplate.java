package io.sluice.stream.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code {timestamp, measurement}}: a time in UTC with microseconds, and a number in [0, 1). */
final class TimestampTemplate extends RecordTemplate {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    TimestampTemplate(RandomGenerator random) {
        super(random);
    }

    @Override
    @Nullable String write(JsonGenerator json, Instant now) throws IOException {
        json.writeStringField("timestamp", MICROSECONDS.format(now));
        json.writeNumberField("measurement", random.nextDouble());
        return null;
    }
}
