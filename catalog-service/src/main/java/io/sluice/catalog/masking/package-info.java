/** Fields and records of datasets that not everybody sees. */
@NullMarked
package io.sluice.catalog.masking;

import org.jspecify.annotations.NullMarked;
