/** Searching other catalogues, Sluice's and CKAN's, together with this one. */
@NullMarked
package io.sluice.catalog.federation;

import org.jspecify.annotations.NullMarked;
