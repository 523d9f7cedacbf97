/** Landings over HTTP. */
@NullMarked
package io.sluice.gateway.landings;

import org.jspecify.annotations.NullMarked;
