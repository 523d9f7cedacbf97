/** Groups that publish datasets. */
@NullMarked
package io.sluice.catalog.organizations;

import org.jspecify.annotations.NullMarked;
