package io.sluice.filter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What somebody does not see of the records of a dataset: fields that are masked, and records that are not shown at all. It lies between the
 * record and everything that this person brings, a filter above all, so no filter can tell what is under it. Immutable; equal when it
 * hides the same in the same way.
 */
public final class Veil {
    /** Hides nothing. */
    public static final Veil NONE = new Veil(Map.of(), List.of(), "");

    private final Map<Path, Mask.Action> masks;
    private final List<Filter> rows;
    private final String secret;
    private final String text;

    private Veil(Map<Path, Mask.Action> masks, Collection<Filter> rows, String secret) {
        this.masks = new TreeMap<>(masks);
        this.rows = rows.stream()
                .filter(filter -> !filter.equals(Filter.ALL))
                .distinct()
                .sorted((one, other) -> one.print().compareTo(other.print()))
                .toList();
        this.secret = secret;
        this.text = print();
    }

    /**
     * @param masks of several for one field the strongest counts
     * @param rows a record is shown if all of them match it
     * @param secret of the dataset, what its hashes are keyed with
     */
    public static Veil of(Collection<Mask> masks, Collection<Filter> rows, String secret) {
        Map<Path, Mask.Action> strongest = new TreeMap<>();
        masks.forEach(mask -> strongest.merge(mask.path(), mask.action(), Veil::stronger));
        Veil veil = new Veil(strongest, rows, secret);
        return veil.isNone() ? NONE : veil;
    }

    private static Mask.Action stronger(Mask.Action one, Mask.Action other) {
        if (one instanceof Mask.Shorten short1 && other instanceof Mask.Shorten short2) {
            return new Mask.Shorten(Math.min(short1.first(), short2.first()), Math.min(short1.last(), short2.last()));
        } else if (one.strength() != other.strength()) {
            return one.strength() > other.strength() ? one : other;
        }
        return one.print().compareTo(other.print()) <= 0 ? one : other;
    }

    private String print() {
        List<String> parts = new ArrayList<>();
        masks.forEach((path, action) -> parts.add(path + ": " + action.print()));
        rows.forEach(filter -> parts.add("where " + filter.print()));
        return String.join("\n", parts);
    }

    /**
     * What must be hidden of the records that a projection makes of these, so that they tell no more than these do: a column that is a masked field
     * is masked, one that is calculated from it is removed.
     *
     * @return empty where that cannot be said: a condition on records is about something that the projection does not keep
     */
    public Optional<Veil> through(Projection projection) {
        return new VeilCarry(this, projection).carry();
    }

    /** Whether it hides nothing. */
    public boolean isNone() {
        return masks.isEmpty() && rows.isEmpty();
    }

    public List<Mask> masks() {
        return masks.entrySet().stream()
                .map(mask -> new Mask(mask.getKey(), mask.getValue()))
                .toList();
    }

    /** All of them must match. */
    public List<Filter> rows() {
        return rows;
    }

    String secret() {
        return secret;
    }

    /** The fields that it masks, as they are written in a filter. */
    public List<String> fields() {
        return masks.keySet().stream().map(Path::toString).collect(Collectors.toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Veil veil && veil.text.equals(text) && veil.secret.equals(secret);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return text;
    }
}
