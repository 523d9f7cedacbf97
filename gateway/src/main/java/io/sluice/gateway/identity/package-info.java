/** Who asks: tokens and keys checked at the edge, and the resources for users, keys and sign-in. */
@NullMarked
package io.sluice.gateway.identity;

import org.jspecify.annotations.NullMarked;
