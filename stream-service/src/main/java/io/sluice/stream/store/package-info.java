/** Postgres: migrations, statements with a time limit, notifications, and leases. */
@NullMarked
package io.sluice.stream.store;

import org.jspecify.annotations.NullMarked;
