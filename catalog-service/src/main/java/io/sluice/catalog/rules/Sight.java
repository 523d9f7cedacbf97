package io.sluice.catalog.rules;

import io.sluice.contract.Caller;
import io.sluice.contract.Holdings;
import io.sluice.rights.Grant;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which datasets somebody sees, for the {@code where} of a statement: what {@link io.sluice.rights.Rights} decides of one thing, said of all
 * at once. The function {@code catalog.seen} reads the marks.
 */
@SuppressWarnings("ArrayRecordComponent") // the parameters of a statement
public record Sight(String user, String[] marks) {
    /** About {@code catalog.datasets d}; the place of the user and, behind it, that of the marks. */
    public static final String SEEN =
            "catalog.seen(d.private, d.owner, d.organization collate \"default\", d.id, %s, %s::text[])";

    static Sight of(Caller caller, Holdings holdings) {
        Set<String> marks = new LinkedHashSet<>();
        holdings.owned().forEach(organization -> marks.add("=o:" + organization));
        holdings.grants().stream()
                .filter(grant -> grant.on().kind() == Kind.DATASET || grant.on().kind() == Kind.ORGANIZATION)
                .forEach(grant -> marks.add(mark(grant)));
        return new Sight(caller.user(), marks.toArray(String[]::new));
    }

    static Sight ofEverything(Caller caller) {
        return new Sight(caller.user(), new String[] {"*"});
    }

    private static String mark(Grant grant) {
        return (grant.level() == Level.DENY ? "-" : "+")
                + (grant.on().kind() == Kind.DATASET ? "d:" : "o:")
                + grant.on().id();
    }

    /** {@link #SEEN} with parameters in these places. */
    public static String seen(int user, int marks) {
        return SEEN.formatted("$" + user, "$" + marks);
    }

    /** Whether something that is open to everybody is closed to this one. */
    public boolean hasDenials() {
        return Arrays.stream(marks).anyMatch(mark -> mark.startsWith("-"));
    }

    public boolean isEverything() {
        return marks.length == 1 && marks[0].equals("*");
    }
}
