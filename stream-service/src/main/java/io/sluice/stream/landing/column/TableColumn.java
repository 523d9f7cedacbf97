package io.sluice.stream.landing.column;

import io.sluice.filter.Path;

/**
 * A column that takes something of a record.
 *
 * @param path where it is found
 */
public record TableColumn(String name, ColumnType type, Path path, boolean nullable) {}
