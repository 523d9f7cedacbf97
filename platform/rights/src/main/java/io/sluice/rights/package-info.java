/** Who may do what with which thing: grants, and the one function that decides by them. Plain Java, no state. */
@NullMarked
package io.sluice.rights;

import org.jspecify.annotations.NullMarked;
