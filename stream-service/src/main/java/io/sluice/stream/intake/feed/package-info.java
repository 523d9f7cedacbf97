/** Readers of sources that never end: event streams, WebSockets, polled documents, directories and foreign topics. */
@NullMarked
package io.sluice.stream.intake.feed;

import org.jspecify.annotations.NullMarked;
