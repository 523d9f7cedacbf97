package io.sluice.rights;

import java.util.EnumSet;
import java.util.Set;

/** What a grant gives, from nothing to everything; {@link #DENY} takes everything. */
public enum Level {
    DENY,
    VIEWER,
    EDITOR,
    OWNER;

    /** @param download whether records may be taken out in bulk; an owner always may */
    public Set<Right> rights(boolean download) {
        EnumSet<Right> rights =
                switch (this) {
                    case DENY -> EnumSet.noneOf(Right.class);
                    case VIEWER -> EnumSet.of(Right.VIEW, Right.DOWNLOAD);
                    case EDITOR -> EnumSet.of(Right.VIEW, Right.DOWNLOAD, Right.EDIT);
                    case OWNER -> EnumSet.allOf(Right.class);
                };
        if (!download && this != OWNER) {
            rights.remove(Right.DOWNLOAD);
        }
        return rights;
    }
}
