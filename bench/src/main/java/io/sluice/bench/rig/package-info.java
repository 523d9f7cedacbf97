/** What the benchmarks stand on: a broker, child processes, a load of records and a swarm of clients. */
@NullMarked
package io.sluice.bench.rig;

import org.jspecify.annotations.NullMarked;
