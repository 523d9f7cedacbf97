/**
 * A real Kafka broker (KRaft, one node) and a real PostgreSQL inside one process, durable in a directory and bound to loopback
 * only. Used by {@code ./sluice up} and, with throw-away directories, by the tests.
 */
@NullMarked
package io.sluice.embedded;

import org.jspecify.annotations.NullMarked;
