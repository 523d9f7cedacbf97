/** The long run: subscribers that are cut, slow and robbed of their gateway, and at the end must hold exactly what was written. */
@NullMarked
package io.sluice.bench.endurance;

import org.jspecify.annotations.NullMarked;
