/**
 * Queries on Kafka Streams: joins, windows and aggregates over records that stay bytes, with event time that travels with them. See
 * {@link io.sluice.stream.query.QueryTopology}.
 */
@NullMarked
package io.sluice.stream.query;

import org.jspecify.annotations.NullMarked;
