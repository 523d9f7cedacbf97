/** The databases that rows land in: how they are named, reached, and what their failures mean. */
@NullMarked
package io.sluice.stream.landing.database;

import org.jspecify.annotations.NullMarked;
