package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows masks and conditions through a projection. A mask is on every column that shows its field, or something that this is a part of; a part of a
 * masked field, and what is calculated from it, cannot be masked the same way and is removed.
 */
final class VeilCarry {
    private final Veil veil;
    private final Projection projection;
    private final Set<String> columns;

    VeilCarry(Veil veil, Projection projection) {
        this.veil = veil;
        this.projection = projection;
        this.columns =
                projection.columns().stream().map(Projection.Column::name).collect(Collectors.toSet());
    }

    Optional<Veil> carry() {
        if (projection.equals(Projection.ALL)) {
            return Optional.of(veil);
        }
        boolean kept = veil.rows().stream().allMatch(this::isKept);
        boolean takesApart = projection.isWhole() && veil.masks().stream().anyMatch(mask -> isWholeValue(mask.path()));
        if (!kept || takesApart) {
            return Optional.empty();
        }
        List<Mask> masks = new ArrayList<>();
        for (Mask mask : veil.masks()) {
            if (mask.path().root() != Path.Root.VALUE || isMember(mask.path())) {
                masks.add(mask);
            }
            projection.columns().forEach(column -> on(column, mask).forEach(masks::add));
        }
        return Optional.of(Veil.of(masks, veil.rows(), veil.secret()));
    }

    private static boolean isWholeValue(Path path) {
        return path.root() == Path.Root.VALUE && path.steps().isEmpty();
    }

    /** Whether a condition means the same of what the projection makes. */
    private boolean isKept(Filter filter) {
        List<Path> read = new ArrayList<>();
        Fields.each(filter.tree(), read::add);
        return read.stream().allMatch(path -> switch (path.root()) {
            case VALUE -> isMember(path) || isCopied(path);
            case KEY, HEADERS, TIMESTAMP -> true;
            case TEXT, PARTITION, OFFSET, TOPIC -> false;
        });
    }

    /** Whether the member that a path begins with stays where it was. */
    private boolean isMember(Path path) {
        if (!projection.isWhole() || path.steps().isEmpty() || !(path.steps().get(0) instanceof Path.Name first)) {
            return false;
        }
        return !projection.except().contains(first.name()) && !columns.contains(first.name());
    }

    /** Whether there is a column of the same name that is just this member. */
    private boolean isCopied(Path path) {
        return !path.steps().isEmpty()
                && path.steps().get(0) instanceof Path.Name first
                && projection.columns().stream()
                        .anyMatch(column -> column.name().equals(first.name())
                                && column.expr() instanceof Expr.Field field
                                && field.path().equals(new Path(Path.Root.VALUE, List.of(first))));
    }

    private static Stream<Mask> on(Projection.Column column, Mask mask) {
        if (column.expr() instanceof Expr.Field field && !isInside(field.path(), mask.path())) {
            List<Path.Step> rest = rest(field.path(), mask.path());
            return rest == null ? Stream.empty() : Stream.of(new Mask(path(column, rest), mask.action()));
        }
        List<Path> read = new ArrayList<>();
        Fields.each(column.expr(), read::add);
        boolean tells = read.stream().anyMatch(path -> rest(path, mask.path()) != null);
        return tells ? Stream.of(new Mask(path(column, List.of()), new Mask.Remove())) : Stream.empty();
    }

    /** Whether what is read is a part of something that is masked, where even its being there may tell something. */
    private static boolean isInside(Path read, Path masked) {
        if (read.root() == Path.Root.TEXT) {
            return true;
        }
        int names = 0;
        for (Path.Step step : read.steps()) {
            if (names == masked.steps().size()) {
                return true;
            }
            names += step instanceof Path.Name ? 1 : 0;
        }
        return false;
    }

    private static Path path(Projection.Column column, List<Path.Step> rest) {
        return new Path(
                Path.Root.VALUE,
                Stream.concat(Stream.of(new Path.Name(column.name())), rest.stream())
                        .toList());
    }

    /** The way from what is read to what is masked in it; none if all of what is read is masked; null if nothing of it is. */
    private static @Nullable List<Path.Step> rest(Path read, Path masked) {
        if (read.root() == Path.Root.TEXT) {
            return masked.root() == Path.Root.VALUE ? List.of() : null;
        } else if (read.root() != masked.root()) {
            return null;
        }
        List<Path.Step> names =
                read.steps().stream().filter(Path.Name.class::isInstance).toList();
        int common = Math.min(names.size(), masked.steps().size());
        if (!names.subList(0, common).equals(masked.steps().subList(0, common))) {
            return null;
        }
        return masked.steps().subList(common, masked.steps().size());
    }
}
