package io.sluice.stream.landing.column;

import org.jspecify.annotations.Nullable;

/** Why a record cannot become a row, in words for its owner. No stack trace. */
public final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final @Nullable String column;

    public Unfit(String reason) {
        this(reason, null);
    }

    /** @param column that is at fault; null: the whole record is */
    public Unfit(String reason, @Nullable String column) {
        super(reason, null, false, false);
        this.reason = reason;
        this.column = column;
    }

    public String reason() {
        return reason;
    }

    public @Nullable String column() {
        return column;
    }

    Unfit in(String name) {
        return column == null ? new Unfit(reason, name) : this;
    }
}
