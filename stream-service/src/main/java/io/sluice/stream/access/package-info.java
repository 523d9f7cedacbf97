/** Kafka's own credentials and access rules for users' clients, kept as the platform's keys and rights say. */
@NullMarked
package io.sluice.stream.access;

import org.jspecify.annotations.NullMarked;
