/** Claims on Idempotency-Keys. */
@NullMarked
package io.sluice.catalog.idempotency;

import org.jspecify.annotations.NullMarked;
