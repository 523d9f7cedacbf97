/** Landings: topics and streams that are written to tables of Postgres. */
@NullMarked
package io.sluice.stream.landing;

import org.jspecify.annotations.NullMarked;
