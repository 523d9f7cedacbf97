package io.sluice.contract;

import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.sluice.rights.Right;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalog-service's endpoints of rights: grants, groups, requests for access, and who may do what and why. */
public final class Grants {
    public static final Endpoint<CreateGrant, Granted> CREATE =
            new Endpoint<>("catalog.grant.create", CreateGrant.class, Granted.class);
    public static final Endpoint<ListGrants, GrantPage> LIST =
            new Endpoint<>("catalog.grant.list", ListGrants.class, GrantPage.class);
    public static final Endpoint<DeleteGrant, Done> DELETE =
            new Endpoint<>("catalog.grant.delete", DeleteGrant.class, Done.class);
    /** For services: what decisions about a user rest on. */
    public static final Endpoint<FindHoldings, Holdings> HOLDINGS =
            new Endpoint<>("catalog.grant.holdings", FindHoldings.class, Holdings.class);

    public static final Endpoint<FindRights, RightsPage> EFFECTIVE =
            new Endpoint<>("catalog.grant.effective", FindRights.class, RightsPage.class);

    public static final Endpoint<CreateGroup, Group> CREATE_GROUP =
            new Endpoint<>("catalog.group.create", CreateGroup.class, Group.class);
    public static final Endpoint<FindGroup, Group> FIND_GROUP =
            new Endpoint<>("catalog.group.find", FindGroup.class, Group.class);
    public static final Endpoint<ListGroups, GroupPage> LIST_GROUPS =
            new Endpoint<>("catalog.group.list", ListGroups.class, GroupPage.class);
    public static final Endpoint<UpdateGroup, Group> UPDATE_GROUP =
            new Endpoint<>("catalog.group.update", UpdateGroup.class, Group.class);
    public static final Endpoint<DeleteGroup, Done> DELETE_GROUP =
            new Endpoint<>("catalog.group.delete", DeleteGroup.class, Done.class);

    public static final Endpoint<RequestAccess, AccessRequest> REQUEST =
            new Endpoint<>("catalog.access.request", RequestAccess.class, AccessRequest.class);
    public static final Endpoint<ListRequests, AccessRequests> LIST_REQUESTS =
            new Endpoint<>("catalog.access.list", ListRequests.class, AccessRequests.class);
    public static final Endpoint<DecideRequest, AccessRequest> DECIDE =
            new Endpoint<>("catalog.access.decide", DecideRequest.class, AccessRequest.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(
            CREATE,
            LIST,
            DELETE,
            HOLDINGS,
            EFFECTIVE,
            CREATE_GROUP,
            FIND_GROUP,
            LIST_GROUPS,
            UPDATE_GROUP,
            DELETE_GROUP,
            REQUEST,
            LIST_REQUESTS,
            DECIDE);

    /** What users hold is another now; ask {@link #HOLDINGS} again, or what rests on it. */
    public static final Announcement<Changed> CHANGED = new Announcement<>("catalog.grant.changed", Changed.class);

    public static final List<Announcement<?>> ANNOUNCEMENTS = List.of(CHANGED);

    private Grants() {}

    /** @param users empty: anybody's, or more than are worth naming */
    public record Changed(List<String> users) {
        public static final Changed ANYBODY = new Changed(List.of());

        public Changed {
            users = List.copyOf(users);
        }

        public boolean concerns(String user) {
            return users.isEmpty() || users.contains(user);
        }
    }

    /**
     * A thing as somebody names it.
     *
     * @param ref name or id
     */
    public record ThingRef(Kind kind, String ref) {}

    /** @param expiresIn null: until it is taken back */
    public record CreateGrant(
            Caller caller,
            ThingRef on,
            Grantee to,
            Level level,
            boolean download,
            @Nullable Duration expiresIn) {}

    /**
     * A grant as it is shown.
     *
     * @param on with the thing's name when it was granted, {@code thing} is its id
     */
    public record Granted(
            String id,
            ThingRef on,
            String thing,
            Grantee to,
            Level level,
            boolean download,
            @Nullable Instant expiresAt,
            String createdBy,
            Instant createdAt) {}

    /**
     * On a thing (for who may manage it), to a user (that user's own, or for administrators), to a group (for its members and owner), or without
     * any of them all that the caller holds by name.
     *
     * @param limit 1 to 200; {@code cursor} as the previous page gave it
     */
    public record ListGrants(
            Caller caller,
            @Nullable ThingRef on,
            @Nullable String user,
            @Nullable String group,
            int limit,
            @Nullable String cursor) {}

    public record GrantPage(
            List<Granted> items, long total, @Nullable String next) {}

    public record DeleteGrant(Caller caller, String id) {}

    public record FindHoldings(String user) {}

    /**
     * On a thing: of one user (the caller, or for who may manage the thing), or of everybody who has any right (for who may manage it).
     *
     * @param holders only of users who have an API key
     * @param limit 1 to 200 users are looked at; of those, who has no right is left out
     */
    public record FindRights(
            Caller caller,
            ThingRef on,
            @Nullable String user,
            boolean holders,
            int limit,
            @Nullable String cursor) {}

    /**
     * What a user may do with a thing, and the rule that decided.
     *
     * @param rule {@code administrator}, {@code owner}, {@code denied}, {@code granted}, {@code open}, {@code unowned} or {@code none}
     * @param of of the rule {@code owner}, what the user owns
     * @param grants that decided
     */
    public record Ruling(
            String user,
            Set<Right> rights,
            String rule,
            @Nullable String of,
            List<String> grants,
            boolean capped) {}

    /** @param thing its id */
    public record RightsPage(
            ThingRef on,
            String thing,
            List<Ruling> items,
            @Nullable String next) {}

    /** @param members names of users, at most {@link #MAX_MEMBERS} */
    public record Group(String name, String description, String owner, List<String> members, Instant createdAt) {
        public static final int MAX_MEMBERS = 1_000;
    }

    public record CreateGroup(Caller caller, String name, String description, List<String> members) {}

    public record FindGroup(Caller caller, String name) {}

    /** @param limit 1 to 200 */
    public record ListGroups(
            Caller caller, int limit, @Nullable String cursor) {}

    public record GroupPage(
            List<Group> items, long total, @Nullable String next) {}

    /** A null component stays as it is. */
    public record UpdateGroup(
            Caller caller,
            String name,
            @Nullable String description,
            @Nullable String owner,
            @Nullable List<String> members) {}

    public record DeleteGroup(Caller caller, String name) {}

    public record RequestAccess(Caller caller, ThingRef on, Level level, String reason) {}

    /** How far a request is. */
    public enum RequestState {
        PENDING,
        APPROVED,
        REFUSED
    }

    /**
     * @param on as the user named it: whether there is such a thing is not told
     * @param grant that was made of it
     */
    public record AccessRequest(
            String id,
            ThingRef on,
            String user,
            Level level,
            String reason,
            RequestState state,
            Instant createdAt,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable String grant) {}

    public record ListRequests(Caller caller) {}

    /**
     * The newest first.
     *
     * @param mine of the caller
     * @param open pending ones of others that the caller may decide
     */
    public record AccessRequests(List<AccessRequest> mine, List<AccessRequest> open) {}

    public record DecideRequest(
            Caller caller,
            String id,
            boolean approve,
            @Nullable Duration expiresIn) {}
}
