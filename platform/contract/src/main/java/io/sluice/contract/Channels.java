package io.sluice.contract;

/**
 * Postgres notification channels: sent in the transaction that makes a change, so a listener never misses one that was
 * committed while it listens (after a reconnect it reads everything again). The payload is the id of what changed.
 */
public final class Channels {
    public static final String DATASETS = "sluice_datasets";
    public static final String STREAMS = "sluice_streams";
    public static final String LANDINGS = "sluice_landings";
    public static final String ALERTS = "sluice_alerts";
    /** Without a payload. */
    public static final String AUDIT = "sluice_audit";

    /** Keys, and the roles of those whose they are; the payload is the user's name. */
    public static final String KEYS = "sluice_keys";

    /** Who owns which topic; the payload is the topic's name. */
    public static final String TOPICS = "sluice_topics";

    private Channels() {}
}
