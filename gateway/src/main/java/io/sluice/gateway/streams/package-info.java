/** Streams over HTTP. */
@NullMarked
package io.sluice.gateway.streams;

import org.jspecify.annotations.NullMarked;
