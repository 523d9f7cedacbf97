/** How the catalog talks to Postgres: sessions, failures, pages, migrations. */
@NullMarked
package io.sluice.catalog.database;

import org.jspecify.annotations.NullMarked;
