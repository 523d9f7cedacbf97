/** Durable streams: their definitions, their execution by Kafka Streams, and their removal. */
@NullMarked
package io.sluice.stream.flow;

import org.jspecify.annotations.NullMarked;
