/** Decisions about callers and things, made here with what the catalog says that callers hold. */
@NullMarked
package io.sluice.stream.rights;

import org.jspecify.annotations.NullMarked;
