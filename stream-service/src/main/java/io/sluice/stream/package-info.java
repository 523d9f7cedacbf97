/**
 * Topics, sources and streams. The public door is {@link io.sluice.stream.StreamVerticle} with its {@link
 * io.sluice.stream.StreamConfig}; everything below it is reached over the bus.
 */
@NullMarked
package io.sluice.stream;

import org.jspecify.annotations.NullMarked;
