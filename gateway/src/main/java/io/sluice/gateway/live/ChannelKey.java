package io.sluice.gateway.live;

import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.filter.Veil;

/**
 * What subscribers must have in common to be sent the same bytes; filters and projections are equal when they mean the same.
 *
 * @param veil what they do not see; filter and projection are about what is left
 */
record ChannelKey(Filter filter, Projection projection, Format format, Veil veil) {

    /** Of those who see everything. */
    ChannelKey(Filter filter, Projection projection, Format format) {
        this(filter, projection, format, Veil.NONE);
    }

    ChannelKey under(Veil other) {
        return new ChannelKey(filter, projection, format, other);
    }
}
