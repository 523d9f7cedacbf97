package io.sluice.contract;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalog-service's endpoints for sign-ins that last: sessions of browsers, tokens that are taken back, users of an OpenID provider. */
public final class SignIns {
    /** Begins the session of a browser. */
    public static final Endpoint<Open, Opened> OPEN = new Endpoint<>("catalog.session.open", Open.class, Opened.class);

    /** Whose session this is; {@link Problem.Unauthenticated} if it is nobody's any more. */
    public static final Endpoint<Find, Found> FIND = new Endpoint<>("catalog.session.find", Find.class, Found.class);

    /** The provider stands by the user: the session goes on. */
    public static final Endpoint<Renew, Done> RENEW = new Endpoint<>("catalog.session.renew", Renew.class, Done.class);

    public static final Endpoint<ListOf, Listed> LIST =
            new Endpoint<>("catalog.session.list", ListOf.class, Listed.class);
    public static final Endpoint<Close, Done> CLOSE = new Endpoint<>("catalog.session.close", Close.class, Done.class);

    /** Takes an access token back before its time. */
    public static final Endpoint<TakeBack, Done> TAKE_BACK =
            new Endpoint<>("catalog.token.take-back", TakeBack.class, Done.class);

    /** Makes the user of a provider's claims, or brings it up to date. */
    public static final Endpoint<Recognise, Identity.User> RECOGNISE =
            new Endpoint<>("catalog.user.recognise", Recognise.class, Identity.User.class);

    /** Publishes a new key that tokens are signed with soon; the one before stays published as long as a token of it may live. */
    public static final Endpoint<RotateKey, RotatedKey> ROTATE_KEY =
            new Endpoint<>("catalog.keyset.rotate", RotateKey.class, RotatedKey.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS =
            List.of(OPEN, FIND, RENEW, LIST, CLOSE, TAKE_BACK, RECOGNISE, ROTATE_KEY);

    private SignIns() {}

    /** Where a browser is, for the list that its user sees. */
    public record Client(@Nullable String address, @Nullable String userAgent) {}

    /**
     * How the provider is asked again whether it stands by the user.
     *
     * @param token the provider's refresh token
     * @param due from when on
     */
    public record Renewal(Sealed token, Instant due) {}

    /**
     * @param caller who was shown to have come
     * @param once what this sign-in rests on and no other may, a digest; a second one is {@link Problem.Unauthenticated}
     * @param renewal null: the session just lasts its time
     */
    public record Open(
            Caller caller,
            Client client,
            @Nullable String once,
            @Nullable Renewal renewal) {}

    /** @param session what the browser shows from now on; only a digest of it is kept */
    public record Opened(Secret session, Identity.Verified verified) {}

    public record Find(Secret session) {}

    /** @param renewal to be asked of the provider now, by whoever gets this and nobody else; null: not due */
    public record Found(
            Identity.Verified verified, @Nullable Sealed renewal) {}

    /** @param id of the session */
    public record Renew(String id, Role role, @Nullable Renewal renewal) {}

    public record ListOf(Caller caller, String user) {}

    public record Listed(List<SignIn> items) {}

    /** @param seenAt to the minute */
    public record SignIn(
            String id,
            Instant createdAt,
            Instant seenAt,
            Instant expiresAt,
            @Nullable String address,
            @Nullable String userAgent) {}

    public record Close(Caller caller, String user, String id) {}

    /** @param id of the token, its {@code jti} */
    public record TakeBack(Caller caller, String id, Instant expiresAt) {}

    /**
     * @param subject who it is for the issuer, for ever
     * @param username what it wants to be called here; only looked at when the user is made
     */
    public record Recognise(String issuer, String subject, String username, Role role, List<String> groups) {
        public static final int MAX_GROUPS = 200;

        public Recognise {
            groups = List.copyOf(groups);
        }
    }

    public record RotateKey(Caller caller) {}

    public record RotatedKey(String kid, Instant signsFrom) {}
}
