package io.sluice.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stream-service's endpoints about clients of users' own at Kafka. Who may ask is the gateway's business. */
public final class Access {
    public static final Endpoint<AskState, State> STATE =
            new Endpoint<>("stream.access.state", AskState.class, State.class);
    public static final Endpoint<FindQuota, Quota> FIND_QUOTA =
            new Endpoint<>("stream.access.quota.find", FindQuota.class, Quota.class);
    public static final Endpoint<SetQuota, Quota> SET_QUOTA =
            new Endpoint<>("stream.access.quota.set", SetQuota.class, Quota.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(STATE, FIND_QUOTA, SET_QUOTA);

    private Access() {}

    public record AskState() {}

    /**
     * What the cluster permits the platform to do.
     *
     * @param usable whether keys are good for Kafka
     */
    public record State(boolean credentials, boolean rules, boolean quotas, boolean usable) {}

    public record FindQuota(String user) {}

    /** @param bytesIn a second; both null: as the configuration says */
    public record SetQuota(
            String user, @Nullable Long bytesIn, @Nullable Long bytesOut) {}

    /**
     * @param bytesIn a second that all of the user's clients may write, {@code bytesOut} read; null: no limit
     * @param own whether it was set for this user
     */
    public record Quota(
            String user, @Nullable Long bytesIn, @Nullable Long bytesOut, boolean own) {}
}
