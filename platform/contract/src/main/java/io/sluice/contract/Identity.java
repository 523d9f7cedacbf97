package io.sluice.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalog-service's identity endpoints: users, tokens, keys, one-time codes. */
public final class Identity {
    public static final Endpoint<SignIn, AccessToken> SIGN_IN =
            new Endpoint<>("catalog.identity.sign-in", SignIn.class, AccessToken.class);
    public static final Endpoint<RedeemSignInCode, AccessToken> REDEEM_SIGN_IN_CODE =
            new Endpoint<>("catalog.identity.redeem", RedeemSignInCode.class, AccessToken.class);
    public static final Endpoint<IssueCode, OneTimeCode> ISSUE_CODE =
            new Endpoint<>("catalog.code.issue", IssueCode.class, OneTimeCode.class);
    public static final Endpoint<RedeemTicket, Verified> REDEEM_TICKET =
            new Endpoint<>("catalog.ticket.redeem", RedeemTicket.class, Verified.class);
    public static final Endpoint<VerifyKey, Verified> VERIFY_KEY =
            new Endpoint<>("catalog.key.verify", VerifyKey.class, Verified.class);
    public static final Endpoint<GetKeySet, KeySet> GET_KEY_SET =
            new Endpoint<>("catalog.keyset.get", GetKeySet.class, KeySet.class);

    /** Whether identities that were proven some time ago still stand. */
    public static final Endpoint<Check, Checked> CHECK =
            new Endpoint<>("catalog.identity.check", Check.class, Checked.class);

    /** Something that a user's identities rest on is another; told when it is committed. What it means says {@link #CHECK}. */
    public static final Announcement<Changed> CHANGED = new Announcement<>("catalog.identity.changed", Changed.class);

    /** Creates the user {@code admin} when there is no user at all; tells whether it did. */
    public static final Endpoint<Bootstrap, Done> BOOTSTRAP =
            new Endpoint<>("catalog.identity.bootstrap", Bootstrap.class, Done.class);

    public static final Endpoint<CreateUser, User> CREATE_USER =
            new Endpoint<>("catalog.user.create", CreateUser.class, User.class);
    public static final Endpoint<FindUser, User> FIND_USER =
            new Endpoint<>("catalog.user.find", FindUser.class, User.class);
    public static final Endpoint<ListUsers, Users> LIST_USERS =
            new Endpoint<>("catalog.user.list", ListUsers.class, Users.class);
    public static final Endpoint<UpdateUser, User> UPDATE_USER =
            new Endpoint<>("catalog.user.update", UpdateUser.class, User.class);
    public static final Endpoint<DeleteUser, Done> DELETE_USER =
            new Endpoint<>("catalog.user.delete", DeleteUser.class, Done.class);

    public static final Endpoint<CreateKey, CreatedKey> CREATE_KEY =
            new Endpoint<>("catalog.key.create", CreateKey.class, CreatedKey.class);
    public static final Endpoint<ListKeys, Keys> LIST_KEYS =
            new Endpoint<>("catalog.key.list", ListKeys.class, Keys.class);
    public static final Endpoint<DeleteKey, Done> DELETE_KEY =
            new Endpoint<>("catalog.key.delete", DeleteKey.class, Done.class);

    /** A new secret under the same name; the old one ends at once, for Kafka, too. */
    public static final Endpoint<RotateKey, CreatedKey> ROTATE_KEY =
            new Endpoint<>("catalog.key.rotate", RotateKey.class, CreatedKey.class);

    /** The caller's one key that is told again and again; made when there is none. */
    public static final Endpoint<RetellKey, RetoldKey> RETELL_KEY =
            new Endpoint<>("catalog.key.retell", RetellKey.class, RetoldKey.class);

    /** Deletes it, so that the next one is another. */
    public static final Endpoint<ForgetKey, Done> FORGET_KEY =
            new Endpoint<>("catalog.key.forget", ForgetKey.class, Done.class);

    /** For whoever keeps Kafka's credentials as the keys say: all keys that stand, and what became of them there. */
    public static final Endpoint<ListKafkaKeys, KafkaKeys> LIST_KAFKA_KEYS =
            new Endpoint<>("catalog.key.kafka.list", ListKafkaKeys.class, KafkaKeys.class);

    public static final Endpoint<KafkaKeysPut, Done> KAFKA_KEYS_PUT =
            new Endpoint<>("catalog.key.kafka.put", KafkaKeysPut.class, Done.class);

    public static final Endpoint<ClaimRequest, Claim> CLAIM_REQUEST =
            new Endpoint<>("catalog.idempotency.claim", ClaimRequest.class, Claim.class);
    public static final Endpoint<SettleRequest, Done> SETTLE_REQUEST =
            new Endpoint<>("catalog.idempotency.settle", SettleRequest.class, Done.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(
            SIGN_IN,
            REDEEM_SIGN_IN_CODE,
            ISSUE_CODE,
            REDEEM_TICKET,
            VERIFY_KEY,
            GET_KEY_SET,
            CHECK,
            BOOTSTRAP,
            CREATE_USER,
            FIND_USER,
            LIST_USERS,
            UPDATE_USER,
            DELETE_USER,
            CREATE_KEY,
            LIST_KEYS,
            DELETE_KEY,
            ROTATE_KEY,
            RETELL_KEY,
            FORGET_KEY,
            LIST_KAFKA_KEYS,
            KAFKA_KEYS_PUT,
            CLAIM_REQUEST,
            SETTLE_REQUEST);

    public static final List<Announcement<?>> ANNOUNCEMENTS = List.of(CHANGED);

    private Identity() {}

    /**
     * Any failure is {@link Problem.Unauthenticated}; how long it takes does not tell whether the user exists. Whoever fails often waits
     * ({@link Problem.TooMany}), by account and by address.
     *
     * @param address of the client, as numbers; null: not known
     */
    public record SignIn(
            String username, Secret password, @Nullable String address) {
        public SignIn(String username, Secret password) {
            this(username, password, null);
        }
    }

    /** @param token a JWT signed with a key of {@link #GET_KEY_SET}, claims {@code sub}, {@code role} and {@code jti} */
    public record AccessToken(Secret token, Instant expiresAt) {}

    /** @param address of the client, as numbers; null: not known */
    public record RedeemSignInCode(Secret code, @Nullable String address) {
        public RedeemSignInCode(Secret code) {
            this(code, null);
        }
    }

    /** What a one-time code is good for. */
    public enum Purpose {
        SIGN_IN,
        LIVE
    }

    /** @param validFor at most 15 minutes for {@code SIGN_IN}, 60 s for {@code LIVE} */
    public record IssueCode(Caller caller, Purpose purpose, Duration validFor) {}

    public record OneTimeCode(Secret code, Instant expiresAt) {}

    public record RedeemTicket(Secret code) {}

    /**
     * Who somebody was shown to be.
     *
     * @param key name of the API key, if it was one
     * @param since when the token was issued, to the second, or the key made; null: not known
     * @param expiresAt when this identity ends by itself; null: never
     * @param signIn id of the browser's session, or of the access token; null: it rests on neither, or on a token without an id
     */
    public record Verified(
            Caller caller,
            @Nullable String key,
            @Nullable Instant since,
            @Nullable Instant expiresAt,
            @Nullable String signIn) {
        private static final String SESSION = "ses_";

        /** Of no sign-in that could be taken back by itself. */
        public Verified(Caller caller, @Nullable String key, @Nullable Instant since, @Nullable Instant expiresAt) {
            this(caller, key, since, expiresAt, null);
        }

        /** What ids of browser sessions begin with, and those of tokens never do. */
        public static String sessionId(String random) {
            return SESSION + random;
        }

        public Verified withCaller(Caller other) {
            return new Verified(other, key, since, expiresAt, signIn);
        }

        public boolean isSession() {
            return signIn != null && signIn.startsWith(SESSION);
        }

        /** It is not known since when. */
        public Verified(Caller caller, @Nullable String key, @Nullable Instant expiresAt) {
            this(caller, key, null, expiresAt, null);
        }
    }

    /** @param identities at most {@link #MAX} */
    public record Check(List<Verified> identities) {
        public static final int MAX = 1_000;
    }

    /** @param standings in the order of the question */
    public record Checked(List<Standing> standings) {}

    /**
     * @param role at most the one that was proven, less if the user or the key has less now; null: the key or the sign-in is gone,
     *     or the user is, or has got another password since
     */
    public record Standing(@Nullable Role role) {}

    /** @param user whose existence, role, password, keys or sign-ins are no longer what they were */
    public record Changed(String user) {}

    /** An API key as the client sent it, {@code slk_<id>_<secret>}. */
    public record VerifyKey(Secret key) {}

    public record GetKeySet() {}

    /** @param keys public keys as JWK JSON texts, the newest first */
    public record KeySet(List<String> keys) {}

    /** @param password of the first administrator */
    public record Bootstrap(Secret password) {}

    public record User(String name, Role role, Instant createdAt) {}

    public record CreateUser(Caller caller, String name, Secret password, Role role) {}

    public record FindUser(Caller caller, String name) {}

    public record ListUsers(
            Caller caller, int limit, @Nullable String cursor) {}

    public record Users(
            List<User> items, long total, @Nullable String next) {}

    public record UpdateUser(
            Caller caller,
            String name,
            @Nullable Secret password,
            @Nullable Role role) {}

    public record DeleteUser(Caller caller, String name) {}

    /** @param role at most the caller's own */
    public record CreateKey(
            Caller caller,
            String name,
            @Nullable Duration expiresIn,
            @Nullable Role role) {}

    /** {@link Problem.Forbidden} for who comes with a key that may do less. */
    public record RetellKey(Caller caller) {
        /** What it is called among the user's keys. */
        public static final String NAME = "diaspora";
    }

    /** @param fresh whether it was made just now */
    public record RetoldKey(Key key, Secret secret, boolean fresh) {}

    public record ForgetKey(Caller caller) {}

    /** The only time that the key itself is told, unless it is the one of {@link #RETELL_KEY}. */
    public record CreatedKey(Key key, Secret secret) {}

    /** @param kafka null: it was made before keys were good for Kafka, or Kafka has lost it */
    public record Key(
            String name,
            Role role,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable KafkaLogin kafka) {}

    /**
     * A key as a credential of Kafka; its password is the whole key.
     *
     * @param ready whether Kafka knows it by now
     */
    public record KafkaLogin(String username, boolean ready) {}

    public record ListKafkaKeys() {}

    public record KafkaKeys(List<KafkaKey> items) {}

    /**
     * @param role what the key may do now on the platform
     * @param scope the most that it may do with a thing, whatever is granted to its user
     * @param password the whole key, as long as Kafka does not have it
     */
    public record KafkaKey(
            String id,
            String user,
            Role role,
            Role scope,
            @Nullable Instant expiresAt,
            @Nullable Sealed password) {

        /** Of a key that may do as much as its role says. */
        public KafkaKey(String id, String user, Role role, @Nullable Instant expiresAt, @Nullable Sealed password) {
            this(id, user, role, role, expiresAt, password);
        }

        public String username() {
            return KafkaName.of(user, id);
        }
    }

    /**
     * @param put ids of keys that Kafka has now, so that their passwords are not kept any longer
     * @param lost ids of keys that Kafka had and has no more
     * @param used when Kafka last saw a key, by its id
     */
    public record KafkaKeysPut(List<String> put, List<String> lost, Map<String, Instant> used) {}

    public record ListKeys(Caller caller) {}

    public record Keys(List<Key> items) {}

    public record DeleteKey(Caller caller, String name) {}

    /**
     * {@link Problem.Forbidden} for who comes with less than the key may do, {@link Problem.Conflict} for one that has expired and is
     * given no new life.
     *
     * @param expiresIn from now on; null: it ends when it would have ended anyway
     */
    public record RotateKey(
            Caller caller, String name, @Nullable Duration expiresIn) {}

    /**
     * Claims an {@code Idempotency-Key} of the caller for a day.
     *
     * @param fingerprint a digest of method, path and body
     */
    public record ClaimRequest(Caller caller, String key, String fingerprint) {}

    /**
     * {@code NEW}: go on, then settle. {@code BUSY}: the same request is under way. {@code OTHER}: the key was used for
     * another request. {@code DONE}: the answer that was given then.
     */
    public enum ClaimState {
        NEW,
        BUSY,
        OTHER,
        DONE
    }

    public record Claim(
            ClaimState state,
            int status,
            @Nullable String location,
            @Nullable String contentType,
            String body) {}

    /** Stores the answer; {@code status} 0 gives the claim up, so that the request can be tried again. */
    public record SettleRequest(
            Caller caller,
            String key,
            int status,
            @Nullable String location,
            @Nullable String contentType,
            String body) {}
}
