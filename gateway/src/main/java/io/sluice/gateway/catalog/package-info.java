/** Organisations and datasets over HTTP. */
@NullMarked
package io.sluice.gateway.catalog;

import org.jspecify.annotations.NullMarked;
