/** The catalog-service: organisations, datasets, search, users, keys. Its public door is {@link io.sluice.catalog.CatalogVerticle}. */
@NullMarked
package io.sluice.catalog;

import org.jspecify.annotations.NullMarked;
