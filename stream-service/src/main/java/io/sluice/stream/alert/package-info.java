/** Alert rules: what they watch, when they fire, and how that is told. */
@NullMarked
package io.sluice.stream.alert;

import org.jspecify.annotations.NullMarked;
