package io.sluice.stream.access;

import io.vertx.core.Future;
import java.util.List;

/** The platform's rules for topics, as far as Kafka can keep them: a topic that is not among these is nobody's natively. */
public interface Entitlements {
    Future<List<Entitlement>> all();
}
