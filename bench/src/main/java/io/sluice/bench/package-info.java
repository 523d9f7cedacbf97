/** Benchmarks. Each measures a figure and its baseline in the same run, as only their ratio means something elsewhere. */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
