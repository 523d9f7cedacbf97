/** The books of actions: requests that are carried out once. They are carried out elsewhere, by whoever reads and writes records. */
@NullMarked
package io.sluice.stream.action;

import org.jspecify.annotations.NullMarked;
