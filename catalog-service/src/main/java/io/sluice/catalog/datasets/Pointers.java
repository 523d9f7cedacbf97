package io.sluice.catalog.datasets;

/** Parts of RFC 6901 pointers. */
final class Pointers {
    private Pointers() {}

    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
