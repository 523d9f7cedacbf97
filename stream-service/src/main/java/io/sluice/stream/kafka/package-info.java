/** Kafka's admin client as futures, places in a log, and foreign failures as problems. */
@NullMarked
package io.sluice.stream.kafka;

import org.jspecify.annotations.NullMarked;
