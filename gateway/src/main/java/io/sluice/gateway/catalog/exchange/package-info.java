/** Datasets in the words of others: DCAT-AP and schema.org as JSON-LD, and CKAN's packages, out and in. */
@NullMarked
package io.sluice.gateway.catalog.exchange;

import org.jspecify.annotations.NullMarked;
