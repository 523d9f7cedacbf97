/** JSON as readers of sources meet it: values copied as they are written, found by a path, and given what their document says once. */
@org.jspecify.annotations.NullMarked
package io.sluice.stream.intake.json;
