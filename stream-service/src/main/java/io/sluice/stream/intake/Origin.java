package io.sluice.stream.intake;

import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a reader needs to know of its source.
 *
 * @param credentials for what is not read through {@code web}, which shows them itself
 * @param web stays open as long as the source runs; reading from it ends when the source is stopped
 * @param rules for connections that do not go through {@code web}
 * @param maxBytes of one document, also when it is decompressed
 * @param scratch directory for temporary files; what a crash leaves there is removed at the next start
 */
public record Origin(
        UUID dataset,
        Source source,
        Processing processing,
        Credentials credentials,
        Web web,
        AddressRules rules,
        long maxBytes,
        Path scratch) {}
