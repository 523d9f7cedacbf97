/** The audit on a topic. */
@NullMarked
package io.sluice.stream.audit;

import org.jspecify.annotations.NullMarked;
