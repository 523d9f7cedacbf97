/** Alert rules and their events over HTTP. */
@NullMarked
package io.sluice.gateway.alerts;

import org.jspecify.annotations.NullMarked;
