/** Topics over HTTP, and the records that are written to them. */
@NullMarked
package io.sluice.gateway.topics;

import org.jspecify.annotations.NullMarked;
