package io.sluice.rights;

import java.util.List;

/** Why somebody has the rights to a thing that they have. */
public sealed interface Rule {
    /** One word for it, as it is shown. */
    String name();

    record Administrator() implements Rule {
        @Override
        public String name() {
            return "administrator";
        }
    }

    /** @param of what of the thing's lineage the user owns, the nearest */
    record Owner(ThingId of) implements Rule {
        @Override
        public String name() {
            return "owner";
        }
    }

    /** @param grant the one that denies, of several the first by id */
    record Denied(Grant grant) implements Rule {
        @Override
        public String name() {
            return "denied";
        }
    }

    /** @param grants all that count, by id */
    record Granted(List<Grant> grants) implements Rule {
        public Granted {
            grants = List.copyOf(grants);
        }

        @Override
        public String name() {
            return "granted";
        }
    }

    /** It is not private. */
    record Open() implements Rule {
        @Override
        public String name() {
            return "open";
        }
    }

    /** A topic that is nobody's. */
    record Unowned() implements Rule {
        @Override
        public String name() {
            return "unowned";
        }
    }

    /** Nothing gives any right. */
    record Nothing() implements Rule {
        @Override
        public String name() {
            return "none";
        }
    }
}
