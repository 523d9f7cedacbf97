package io.sluice.catalog.rules;

import io.sluice.contract.Served;
import io.vertx.core.Vertx;
import java.util.List;

/** A part of the catalog with endpoints of its own. */
public interface Feature {
    /** Answers its endpoints on the current context until the registrations are closed. */
    List<Served> serve(Vertx vertx);
}
