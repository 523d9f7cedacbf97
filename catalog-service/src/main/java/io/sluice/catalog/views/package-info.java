/** Saved views: what somebody watches, kept and shared. */
@NullMarked
package io.sluice.catalog.views;

import org.jspecify.annotations.NullMarked;
