/**
 * Consumers that read over HTTP: what they are, what falls to which of a group, and where they stand. Records are not read here.
 */
@NullMarked
package io.sluice.stream.consumer;

import org.jspecify.annotations.NullMarked;
