/** Saved views. */
@NullMarked
package io.sluice.gateway.views;

import org.jspecify.annotations.NullMarked;
