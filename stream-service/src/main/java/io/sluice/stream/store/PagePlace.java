package io.sluice.stream.store;

import io.sluice.contract.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Place of a row in a list that has the newest first.
 *
 * @param id tells rows of one moment apart
 */
public record PagePlace(Instant at, UUID id) {
    /** A text that means nothing to others. */
    public String cursor() {
        String place = at + "|" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param cursor null: the beginning of the list
     * @throws io.sluice.contract.ProblemException of {@code /cursor}
     */
    public static @Nullable PagePlace of(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String[] place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\\|", 2);
            return new PagePlace(Instant.parse(place[0]), UUID.fromString(place[place.length - 1]));
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            throw Problem.Invalid.at("/cursor", "expected the cursor of a previous page")
                    .toException();
        }
    }
}
