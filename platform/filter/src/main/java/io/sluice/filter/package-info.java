/**
 * The filter and projection language: text to a checked tree ({@link io.sluice.filter.Filter},
 * {@link io.sluice.filter.Projection}), and the tree evaluated over the bytes of records, one at a time
 * ({@link io.sluice.filter.Matcher}) or many at once ({@link io.sluice.filter.FilterSet}).
 *
 * <p>The language is specified in {@code docs/filter-language.md}; every example there is run by a test. Parsed things
 * are immutable; evaluators belong to one thread. Nothing here throws, loops or overflows on any text or any record.
 */
@NullMarked
package io.sluice.filter;

import org.jspecify.annotations.NullMarked;
