/** Checking a filter before it is used. */
@NullMarked
package io.sluice.gateway.filters;

import org.jspecify.annotations.NullMarked;
