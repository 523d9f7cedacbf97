/** Who did or watched what, kept so that it cannot be changed in silence. */
@NullMarked
package io.sluice.catalog.audit;

import org.jspecify.annotations.NullMarked;
