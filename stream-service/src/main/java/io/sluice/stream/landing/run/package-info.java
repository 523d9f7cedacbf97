/** A landing at work on one node. */
@NullMarked
package io.sluice.stream.landing.run;

import org.jspecify.annotations.NullMarked;
