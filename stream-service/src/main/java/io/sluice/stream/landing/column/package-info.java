/** From a record to the cells of a row: types, paths, and the binary form that Postgres copies. Pure. */
@NullMarked
package io.sluice.stream.landing.column;

import org.jspecify.annotations.NullMarked;
