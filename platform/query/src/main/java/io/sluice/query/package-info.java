/**
 * What a stream computes beyond a filter and a projection: joins, windows, aggregates. One tree ({@link io.sluice.query.Query}), whatever form
 * it was written in; pure Java, no Kafka.
 */
@NullMarked
package io.sluice.query;

import org.jspecify.annotations.NullMarked;
