package io.sluice.decode;

import io.sluice.contract.Secret;
import io.sluice.contract.Veiling;
import io.sluice.filter.Filter;
import io.sluice.filter.Mask;
import io.sluice.filter.Veil;
import java.util.List;

/** Veils out of the texts that they are stored and sent as. */
public final class Veils {
    private Veils() {}

    /** The texts of a veil over what has the same salt. */
    public static Veiling texts(Veil veil, Secret salt) {
        return new Veiling(
                veil.masks().stream()
                        .map(mask -> new Veiling.Field(
                                mask.path().toString(), mask.action().print()))
                        .toList(),
                veil.rows().stream().map(Filter::print).toList(),
                salt);
    }

    /** @throws IllegalStateException if a text is none of ours: they were checked before they were stored, and nothing is shown that is not veiled as it should be */
    public static Veil of(Veiling texts) {
        if (texts.isNone()) {
            return Veil.NONE;
        }
        List<Mask> masks = texts.fields().stream()
                .map(field -> new Mask(
                        Mask.path(field.path()).orElseThrow(),
                        Mask.action(field.action()).orElseThrow()))
                .toList();
        List<Filter> rows = texts.rows().stream()
                .map(row -> Filter.parse(row).orElseThrow())
                .toList();
        return Veil.of(masks, rows, texts.salt().reveal());
    }
}
