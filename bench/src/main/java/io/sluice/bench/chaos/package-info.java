/** Kills what streams run on, at random, and looks whether every record is there once. */
@org.jspecify.annotations.NullMarked
package io.sluice.bench.chaos;
