/** The live subscriptions of all gateways of a cluster, as an operator sees them. */
@NullMarked
package io.sluice.gateway.sessions;

import org.jspecify.annotations.NullMarked;
