package io.sluice.contract;

import java.util.List;
import java.util.UUID;

/** The catalog-service's endpoints for users as other systems know them: by an id that is theirs for ever and never somebody else's. */
public final class Subjects {
    public static final Endpoint<FindSubject, Subject> FIND =
            new Endpoint<>("catalog.subject.find", FindSubject.class, Subject.class);

    /** In no order; who is unknown is left out. */
    public static final Endpoint<ResolveSubjects, Resolved> RESOLVE =
            new Endpoint<>("catalog.subject.resolve", ResolveSubjects.class, Resolved.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(FIND, RESOLVE);

    private Subjects() {}

    /** The caller's own; {@link Problem.Unauthenticated} if there is no such user any more. */
    public record FindSubject(Caller caller) {}

    public record Subject(UUID id, String user) {
        private static final int NAMESPACE_CHARS = 12;

        /** What the names of the user's topics begin with, before a dot, where other systems give every user a namespace. */
        public String namespace() {
            String hex = id.toString();
            return "ns-" + hex.substring(hex.length() - NAMESPACE_CHARS);
        }
    }

    /** @param names ids or names of users, at most {@link #MAX} */
    public record ResolveSubjects(Caller caller, List<String> names) {
        public static final int MAX = 2_000;
    }

    public record Resolved(List<Subject> items) {}
}
