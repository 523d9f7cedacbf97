package io.sluice.stream.rights;

import io.sluice.contract.Caller;
import io.sluice.contract.Holdings;
import io.sluice.rights.Grant;
import io.sluice.rights.Level;

/**
 * Which streams, landings and alerts somebody sees, for the {@code where} of a statement: what {@link io.sluice.rights.Rights} decides of one
 * thing, said of all at once. The function {@code seen} reads the marks.
 */
@SuppressWarnings("ArrayRecordComponent") // the parameters of a statement
public record Sight(String user, String[] marks) {

    static Sight of(Caller caller, Holdings held) {
        return caller.isAdmin()
                ? new Sight(caller.user(), new String[] {"*"})
                : new Sight(
                        caller.user(),
                        held.grants().stream().map(Sight::mark).distinct().toArray(String[]::new));
    }

    private static String mark(Grant grant) {
        return (grant.level() == Level.DENY ? "-" : "+") + grant.on().kind().text() + ":"
                + grant.on().id();
    }

    /**
     * @param kind of the things
     * @param row {@code stream.} say, before the columns; the thing's id is {@code id}
     * @param user where its parameter is, and {@code marks} likewise
     */
    public static String seen(String kind, String row, String id, int user, int marks) {
        return "seen('" + kind + "', " + row + id + "::text, " + row + "owner, " + row + "is_private, $" + user + ", $"
                + marks + "::text[])";
    }
}
