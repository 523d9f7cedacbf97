package io.sluice.gateway.live;

import java.util.Locale;

/** What becomes of a subscriber whose socket is slow: it falls behind and catches up, or it skips ahead and is told the count. */
enum Delivery {
    LOSSLESS,
    LATEST;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
