package io.sluice.stream.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.runtime.Json;
import io.sluice.runtime.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether positions still mean the same after a dataset was changed: made of where the source is, and for a finite one of how
 * it is cut into records. What is done to each record (mapping, key, timestamp), how often it is written, and secrets leave it as
 * it is: the source goes on where it was.
 */
final class Fingerprint {
    private static final int BYTES = 16;

    private Fingerprint() {}

    static String of(Source source, Processing processing) {
        boolean finite = source instanceof Source.Csv
                || source instanceof Source.Text
                || source instanceof Source.Json
                || source instanceof Source.NetCdf;
        List<@Nullable Object> parts = Arrays.asList(
                source.type(),
                place(source),
                finite ? processing.table().toString() : null,
                finite ? processing.tree() : null,
                finite ? processing.grid() : null);
        try {
            byte[] text = Json.MAPPER.writeValueAsBytes(parts);
            byte[] digest = Sha256.start().digest(text);
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<@Nullable String> place(Source source) {
        if (source instanceof Source.Kafka kafka) {
            return Arrays.asList(kafka.bootstrap(), kafka.topic());
        } else if (source instanceof Source.Directory directory) {
            return List.of(directory.path());
        }
        return List.of(Intakes.address(source));
    }
}
