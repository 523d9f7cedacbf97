/** What the caller may remove, and its removal. */
@NullMarked
package io.sluice.gateway.cleanup;

import org.jspecify.annotations.NullMarked;
