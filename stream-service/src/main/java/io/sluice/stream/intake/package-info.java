/** Everything that comes from outside: readers of each kind of source, and what writes their records exactly once. */
@NullMarked
package io.sluice.stream.intake;

import org.jspecify.annotations.NullMarked;
