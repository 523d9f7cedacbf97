package io.sluice.contract;

import io.sluice.rights.Kind;
import io.sluice.rights.Thing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** What rights are about, described by the service that has it. For services: whoever asks has to decide what the caller may know. */
public final class Things {
    /** Organizations, datasets and saved views. */
    public static final Endpoint<Describe, Described> IN_CATALOG =
            new Endpoint<>("catalog.thing.describe", Describe.class, Described.class);
    /** Topics, streams, landings and alerts. */
    public static final Endpoint<Describe, Described> IN_STREAM =
            new Endpoint<>("stream.thing.describe", Describe.class, Described.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(IN_CATALOG, IN_STREAM);

    private Things() {}

    public static boolean areInCatalog(Kind kind) {
        return switch (kind) {
            case ORGANIZATION, DATASET, VIEW -> true;
            case TOPIC, STREAM, LANDING, ALERT -> false;
        };
    }

    /** Fails with {@link Problem.NotFound} for what is not there. */
    public static Future<Described> describe(Vertx vertx, Kind kind, String ref) {
        return at(kind).call(vertx, new Describe(kind, ref));
    }

    private static Endpoint<Describe, Described> at(Kind kind) {
        return areInCatalog(kind) ? IN_CATALOG : IN_STREAM;
    }

    /** @param ref name or id */
    public record Describe(Kind kind, String ref) {}

    public record Described(Thing thing, String name) {}
}
