/** Records on their way out: a Kafka record as JSON text, and where reading begins. */
@NullMarked
package io.sluice.gateway.record;

import org.jspecify.annotations.NullMarked;
