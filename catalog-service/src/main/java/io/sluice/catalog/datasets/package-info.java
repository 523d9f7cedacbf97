/** Datasets: their rules, their rows, the topics that belong to them, and how they are found. */
@NullMarked
package io.sluice.catalog.datasets;

import org.jspecify.annotations.NullMarked;
