/** Readers of files that have an end: delimited text, JSON, NetCDF. */
@NullMarked
package io.sluice.stream.intake.file;

import org.jspecify.annotations.NullMarked;
