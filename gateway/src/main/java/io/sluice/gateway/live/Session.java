package io.sluice.gateway.live;

import java.time.Instant;

/**
 * A live subscription as an operator sees it, at most a second old.
 *
 * @param id unique on this node
 * @param filter canonical text; empty: every record
 */
public record Session(long id, String user, String topic, String filter, Instant since, Stats stats) {}
