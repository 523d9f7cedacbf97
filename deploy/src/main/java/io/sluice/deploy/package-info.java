/** The program: {@code main()}, its commands, and what it tells the person who started it. The only place where services meet. */
@NullMarked
package io.sluice.deploy;

import org.jspecify.annotations.NullMarked;
