/** Bounded reads of a topic: a page of records, one record, the newest few, the schema they suggest. */
@NullMarked
package io.sluice.gateway.browse;

import org.jspecify.annotations.NullMarked;
