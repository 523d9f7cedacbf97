/** Tables from outside of Kafka, loaded into memory and kept fresh. */
@NullMarked
package io.sluice.stream.flow.table;

import org.jspecify.annotations.NullMarked;
