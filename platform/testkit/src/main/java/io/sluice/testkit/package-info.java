/** Kafka and Postgres for tests: one broker and one database server per test JVM, started at first use. */
@NullMarked
package io.sluice.testkit;

import org.jspecify.annotations.NullMarked;
