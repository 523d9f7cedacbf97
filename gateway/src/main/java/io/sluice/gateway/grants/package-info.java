/** Grants, groups, requests for access, and the table of rights. */
@NullMarked
package io.sluice.gateway.grants;

import org.jspecify.annotations.NullMarked;
