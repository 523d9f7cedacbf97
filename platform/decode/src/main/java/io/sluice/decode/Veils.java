package io.sluice.decode;

import io.sluice.contract.Veiling;
import io.sluice.filter.Filter;
import io.sluice.filter.Mask;
import io.sluice.filter.Veil;
import java.util.List;

/** Veils out of the texts that they are stored and sent as. */
public final class Veils {
    private Veils() {}

    /** @throws IllegalStateException if a text is none of ours: they were checked before they were stored, and nothing is shown that is not veiled as it should be */
    public static Veil of(Veiling texts) {
        if (texts.isNone()) {
            return Veil.NONE;
        }
        List<Mask> masks = texts.fields().entrySet().stream()
                .map(field -> new Mask(
                        Mask.path(field.getKey()).orElseThrow(),
                        Mask.action(field.getValue()).orElseThrow()))
                .toList();
        List<Filter> rows = texts.rows().stream()
                .map(row -> Filter.parse(row).orElseThrow())
                .toList();
        return Veil.of(masks, rows, texts.salt().reveal());
    }
}
