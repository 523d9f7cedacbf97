package io.sluice.catalog.federation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a kind of catalogue is asked and understood. Pure. */
interface Dialect {
    /**
     * Path and query of the question.
     *
     * @param limit answers wanted
     * @param cursor as its last part gave it
     * @return empty when it cannot be asked that
     */
    Optional<String> question(Catalog.SearchDatasets ask, int limit, @Nullable String cursor);

    /** @throws IllegalArgumentException if this is no answer of such a catalogue */
    Part answer(String server, String url, JsonNode json, @Nullable String cursor);

    /** The header that has the token, and what it holds. */
    String header();

    String credential(String token);
}
