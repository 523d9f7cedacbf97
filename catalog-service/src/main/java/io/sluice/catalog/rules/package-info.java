/** What every feature checks before it acts: rights and input. */
@NullMarked
package io.sluice.catalog.rules;

import org.jspecify.annotations.NullMarked;
