/** Tells the audit what is done and watched over this gateway, and shows what it has. */
@NullMarked
package io.sluice.gateway.audit;

import org.jspecify.annotations.NullMarked;
