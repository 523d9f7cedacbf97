package io.sluice.stream.access;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** The platform's rules for topics, as far as Kafka can keep them: a topic that is not among these is nobody's natively. */
public interface Entitlements {
    /** @param users who have keys */
    Future<List<Entitlement>> of(Set<String> users);
}
