package io.sluice.stream.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What only a broker in this process can do for access. Any thread; nothing here waits for long. */
public interface Doorkeeper {
    /** A cluster elsewhere: connections that are open end with their next request, because that is denied. */
    Doorkeeper NONE = new Doorkeeper() {
        private static final Duration LONG = Duration.ofDays(30);

        @Override
        public void refuse(Set<String> usernames) {}

        @Override
        public Map<String, Instant> takeUses() {
            return Map.of();
        }

        @Override
        public Duration longestConnection() {
            return LONG;
        }

        @Override
        public boolean sharesQuotas() {
            return false;
        }
    };

    /** Ends what these are connected with; exactly they are refused from now on. */
    void refuse(Set<String> usernames);

    /** Which usernames were seen since this was last called, and when last. */
    Map<String, Instant> takeUses();

    /** A connection that was opened with credentials that are gone is closed by now. */
    Duration longestConnection();

    /** Whether what is set for a user holds for all of the user's keys together. */
    boolean sharesQuotas();
}
