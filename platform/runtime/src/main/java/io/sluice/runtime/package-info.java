/** What every verticle needs around its work: JSON, the bus codec, configuration, health and metrics. */
@NullMarked
package io.sluice.runtime;

import org.jspecify.annotations.NullMarked;
