/** Liveness, readiness and metrics. */
@NullMarked
package io.sluice.gateway.health;

import org.jspecify.annotations.NullMarked;
