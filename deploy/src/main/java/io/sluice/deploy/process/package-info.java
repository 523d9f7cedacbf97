/** What a process owns whatever runs in it: its data directory, logs, signals, and the parts that it starts and stops. */
@NullMarked
package io.sluice.deploy.process;

import org.jspecify.annotations.NullMarked;
