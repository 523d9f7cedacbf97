package io.sluice.contract;

import java.util.List;
import java.util.stream.Stream;

/** Every endpoint and announcement there is: what a node registers codecs for. */
public final class Endpoints {
    public static final List<Endpoint<?, ?>> ALL = Stream.of(
                    Catalog.ENDPOINTS,
                    Identity.ENDPOINTS,
                    SignIns.ENDPOINTS,
                    Grants.ENDPOINTS,
                    Masking.ENDPOINTS,
                    Things.ENDPOINTS,
                    Topics.ENDPOINTS,
                    Access.ENDPOINTS,
                    Streams.ENDPOINTS,
                    Plans.ENDPOINTS,
                    Landings.ENDPOINTS,
                    Alerts.ENDPOINTS,
                    Sessions.ENDPOINTS,
                    Audit.ENDPOINTS,
                    Secrets.ENDPOINTS)
            .flatMap(List::stream)
            .toList();

    public static final List<Announcement<?>> ANNOUNCEMENTS = Stream.of(
                    Topics.ANNOUNCEMENTS, Identity.ANNOUNCEMENTS, Secrets.ANNOUNCEMENTS, Grants.ANNOUNCEMENTS)
            .<Announcement<?>>flatMap(List::stream)
            .toList();

    private Endpoints() {}
}
