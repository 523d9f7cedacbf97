package io.sluice.stream.intake.file;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.SourceFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ucar.nc2.Attribute;
import ucar.nc2.Dimension;
import ucar.nc2.Group;
import ucar.nc2.NetcdfFile;
import ucar.nc2.Variable;

/**
 * Which records are in a group of a NetCDF file. Variables over the same dimensions, and those over some of them, share records: one for
 * each point, with the coordinates of the point (the variable of a dimension's name, or the index) as fields. Variables whose dimensions
 * are not among one another's make tables of their own, one after the other. Bounds of coordinates are left out unless asked for.
 */
final class GridLayout {
    private final Group group;
    private final List<Variable> chosen;

    private GridLayout(Group group, List<Variable> chosen) {
        this.group = group;
        this.chosen = chosen;
    }

    static List<GridTable> of(NetcdfFile file, Processing.Grid grid) throws SourceFault {
        Group group = group(file, grid.group());
        return new GridLayout(group, chosen(group, grid.variables())).tables();
    }

    private static Group group(NetcdfFile file, @Nullable String path) throws SourceFault {
        Group group = file.getRootGroup();
        for (String name : path == null ? new String[0] : path.split("/")) {
            Group inner = name.isEmpty() ? group : group.findGroup(name);
            if (inner == null) {
                throw SourceFault.lasting(
                        "The file has no group \"" + path + "\" (processing.group)" + groups(group) + ".");
            }
            group = inner;
        }
        return group;
    }

    private static List<Variable> chosen(Group group, List<String> names) throws SourceFault {
        List<Variable> readable =
                group.getVariables().stream().filter(GridValues::isSupported).toList();
        for (String name : names) {
            if (readable.stream().noneMatch(variable -> variable.getShortName().equals(name))) {
                throw SourceFault.lasting("The group has no variable \"" + name
                        + "\" that can be read (processing.variables); it has "
                        + readable.stream().map(Variable::getShortName).collect(Collectors.joining(", ")) + ".");
            }
        }
        if (readable.isEmpty()) {
            throw SourceFault.lasting("The group has no variables that can be read" + groups(group) + ".");
        }
        Set<String> bounds = bounds(readable);
        List<Variable> data = readable.stream()
                .filter(variable -> names.isEmpty()
                        ? !isCoordinate(variable) && !bounds.contains(variable.getShortName())
                        : names.contains(variable.getShortName()))
                .toList();
        return data.isEmpty() ? readable : data;
    }

    private List<GridTable> tables() {
        List<Map<String, Dimension>> shapes = new ArrayList<>();
        chosen.stream()
                .map(GridLayout::axes)
                .sorted(Comparator.comparingInt((Map<String, Dimension> axes) -> axes.size())
                        .reversed())
                .filter(axes ->
                        shapes.stream().noneMatch(wider -> wider.keySet().containsAll(axes.keySet())))
                .forEachOrdered(shapes::add);
        return shapes.stream().map(this::table).toList();
    }

    private GridTable table(Map<String, Dimension> axes) {
        List<String> names = List.copyOf(axes.keySet());
        List<GridField> fields = new ArrayList<>();
        Set<Variable> taken = new HashSet<>();
        for (int axis = 0; axis < names.size(); axis++) {
            Variable coordinate = coordinate(names.get(axis));
            if (coordinate == null) {
                fields.add(GridField.ofIndex(names.get(axis), axis));
            } else if (taken.add(coordinate)) {
                fields.add(GridField.of(coordinate, List.of(axis)));
            }
        }
        for (Variable variable : chosen) {
            Set<String> own = axes(variable).keySet();
            if (axes.keySet().containsAll(own) && taken.add(variable)) {
                fields.add(
                        GridField.of(variable, own.stream().map(names::indexOf).toList()));
            }
        }
        int[] shape = axes.values().stream().mapToInt(Dimension::getLength).toArray();
        return new GridTable(fields, shape);
    }

    /** The variable that gives the points of a dimension, here or in a group around. */
    private @Nullable Variable coordinate(String name) {
        for (Group at = group; at != null; at = at.getParentGroup()) {
            Variable variable = at.findVariable(name);
            if (variable != null && isCoordinate(variable) && GridValues.isSupported(variable)) {
                return variable;
            }
        }
        return null;
    }

    private static boolean isCoordinate(Variable variable) {
        Map<String, Dimension> axes = axes(variable);
        return axes.size() == 1 && axes.containsKey(variable.getShortName());
    }

    /** The dimensions of a variable by name, without that of the characters of a text; nameless ones by place and length. */
    private static Map<String, Dimension> axes(Variable variable) {
        Map<String, Dimension> axes = new LinkedHashMap<>();
        int rank = variable.getRank() - (GridValues.isText(variable) ? 1 : 0);
        for (int i = 0; i < rank; i++) {
            Dimension dimension = variable.getDimension(i);
            String name = dimension.getShortName();
            String key = name == null ? "dim_" + i + "_" + dimension.getLength() : name;
            axes.put(axes.containsKey(key) ? key + "_" + i : key, dimension);
        }
        return axes;
    }

    private static Set<String> bounds(List<Variable> variables) {
        return variables.stream()
                .flatMap(variable -> List.of("bounds", "climatology").stream().map(variable::findAttribute))
                .filter(attribute -> attribute != null && attribute.isString())
                .map(Attribute::getStringValue)
                .collect(Collectors.toSet());
    }

    private static String groups(Group group) {
        String names = group.getGroups().stream().map(Group::getShortName).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "; there are the groups " + names;
    }
}
