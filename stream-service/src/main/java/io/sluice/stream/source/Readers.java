package io.sluice.stream.source;

import io.sluice.stream.intake.Origin;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;

/** Which reader a source has, by its type. */
final class Readers {
    private Readers() {}

    static Reader.Factory of(Origin origin) {
        switch (origin.source().type()) {
            default:
                return positions -> {
                    throw SourceFault.lasting(
                            "Sources of type " + origin.source().type() + " are not available yet.");
                };
        }
    }
}
