package io.sluice.catalog.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Role;
import java.util.regex.Pattern;

/** What users may be called, and which of two roles counts. */
final class Names {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,63}");

    private Names() {}

    static boolean isUser(String name) {
        return USER.matcher(name).matches();
    }

    /** The platform's own name must not become a person's. */
    static boolean isReserved(String name) {
        return Caller.SYSTEM.user().equalsIgnoreCase(name);
    }

    static Role lesser(Role one, Role other) {
        return one.includes(other) ? other : one;
    }
}
