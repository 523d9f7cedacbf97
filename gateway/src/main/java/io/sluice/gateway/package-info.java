/** The edge of the platform: HTTP, identity, live push. Its one public door is {@link io.sluice.gateway.GatewayVerticle}. */
@NullMarked
package io.sluice.gateway;

import org.jspecify.annotations.NullMarked;
