/** Grants, groups, requests for access, and who may do what with which thing. */
@NullMarked
package io.sluice.catalog.grants;

import org.jspecify.annotations.NullMarked;
