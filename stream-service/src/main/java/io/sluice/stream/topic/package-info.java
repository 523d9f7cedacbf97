/** Topics: who owns them, what they look like, creating, changing and deleting them. */
@NullMarked
package io.sluice.stream.topic;

import org.jspecify.annotations.NullMarked;
