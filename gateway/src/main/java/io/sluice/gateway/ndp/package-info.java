/**
 * The NDP Endpoint REST API under {@code /ndp}, for notebooks and tools that were written for it. A translation and nothing else:
 * every right, rule and record is that of the platform's own API.
 */
@NullMarked
package io.sluice.gateway.ndp;

import org.jspecify.annotations.NullMarked;
