/** Sources: generators that write made-up records to a topic, each on one node at a time. */
@NullMarked
package io.sluice.stream.source;

import org.jspecify.annotations.NullMarked;
