/** The tables that rows land in, and the books that are kept beside them. */
@NullMarked
package io.sluice.stream.landing.table;

import org.jspecify.annotations.NullMarked;
