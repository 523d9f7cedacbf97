/** A made-up catalog of any size, and what people would look for in it. */
@NullMarked
package io.sluice.bench.search;

import org.jspecify.annotations.NullMarked;
