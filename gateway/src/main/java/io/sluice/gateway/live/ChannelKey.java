package io.sluice.gateway.live;

import io.sluice.filter.Filter;
import io.sluice.filter.Projection;

/** What subscribers must have in common to be sent the same bytes; filters and projections are equal when they mean the same. */
record ChannelKey(Filter filter, Projection projection, Format format) {}
