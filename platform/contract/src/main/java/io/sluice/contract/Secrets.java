package io.sluice.contract;

import java.util.List;

/** What the secrets of sources are sealed with. Keys themselves never cross the bus: every node reads them, wrapped, from the database. */
public final class Secrets {
    /** Makes a new data key and has everything sealed anew with it; answered when the key is made. For administrators. */
    public static final Endpoint<Rotate, Rotation> ROTATE =
            new Endpoint<>("secrets.rotate", Rotate.class, Rotation.class);

    /** There is another data key. */
    public static final Announcement<Changed> CHANGED = new Announcement<>("secrets.changed", Changed.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(ROTATE);
    public static final List<Announcement<?>> ANNOUNCEMENTS = List.of(CHANGED);

    private Secrets() {}

    public record Rotate(Caller caller) {}

    /** @param key id of the new data key */
    public record Rotation(String key) {}

    public record Changed(String key) {}
}
