package io.sluice.gateway.live;

/** What becomes of a subscriber whose socket is slow: it falls behind and catches up, or it skips ahead and is told the count. */
enum Delivery {
    LOSSLESS,
    LATEST
}
