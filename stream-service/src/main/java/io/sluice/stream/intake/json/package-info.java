/** JSON as readers of sources meet it: values copied as they are written, found by a path, and given what their document says once. */
@NullMarked
package io.sluice.stream.intake.json;

import org.jspecify.annotations.NullMarked;
