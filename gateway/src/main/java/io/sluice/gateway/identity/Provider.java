package io.sluice.gateway.identity;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenID provider, asked over HTTP. Its configuration is discovered at the first need, and again as long as that fails; every question
 * ends within {@link #PATIENCE}. Tokens are verified here, against the provider's published keys: what the client library makes of a
 * token that does not fit is to pass it over. Belongs to one event loop.
 */
final class Provider {
    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final OidcConfig config;
    private final HttpClient http;
    private final KeySource keys;
    private @Nullable Future<Discovered> discovering;

    Provider(Vertx vertx, Clock clock, OidcConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) PATIENCE.toMillis()));
        this.keys = new KeySource(clock, this::fetchKeys);
    }

    private record Discovered(OAuth2Auth client, String tokenPath, String keysPath) {}

    /**
     * @param idToken null: none came along (a refresh may do without)
     * @param refreshToken null: none came along
     * @param expiresIn of the access token
     */
    record Granted(@Nullable String idToken, @Nullable String refreshToken, Duration expiresIn) {
        private static final Duration UNSAID = Duration.ofMinutes(5);

        static Granted of(JsonObject answer) {
            Number seconds = answer.getValue("expires_in") instanceof Number number ? number : UNSAID.toSeconds();
            return new Granted(
                    answer.getString("id_token"),
                    answer.getString("refresh_token"),
                    Duration.ofSeconds(seconds.longValue()));
        }
    }

    OidcConfig config() {
        return config;
    }

    /** Where a browser is sent to. */
    Future<String> authorizeUrl(StartedSignIn started, String challenge, String redirectUri) {
        return discovered().map(found -> found.client()
                .authorizeURL(new OAuth2AuthorizationURL()
                        .setRedirectUri(redirectUri)
                        .setScopes(config.scopes())
                        .setState(started.state())
                        .setCodeChallenge(challenge)
                        .setCodeChallengeMethod("S256")
                        .putAdditionalParameter("nonce", started.nonce())));
    }

    /** What an authorization code is worth; {@code Unauthenticated}: nothing. */
    Future<Granted> exchange(String code, String verifier, String redirectUri) {
        Oauth2Credentials credentials = new Oauth2Credentials()
                .setFlow(OAuth2FlowType.AUTH_CODE)
                .setCode(code)
                .setCodeVerifier(verifier)
                .setRedirectUri(redirectUri);
        return discovered()
                .compose(found -> found.client()
                        .authenticate(credentials)
                        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(cause ->
                                LOG.info("a code was not accepted by the provider; cause={}", cause.toString()))
                        .recover(refused -> Authentication.unauthenticated()))
                .map(user -> Granted.of(user.principal()));
    }

    /**
     * Asks without the client library, whose failures do not tell a no from an outage.
     *
     * @return fails with {@code Unauthenticated} if the provider says no, with {@code Unavailable} if it says nothing
     */
    Future<Granted> refresh(String refreshToken) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .add("grant_type", "refresh_token")
                .add("refresh_token", refreshToken);
        RequestOptions request = new RequestOptions().setMethod(HttpMethod.POST);
        request.putHeader("Content-Type", "application/x-www-form-urlencoded");
        if (config.clientSecret() == null) {
            form.add("client_id", config.clientId());
        } else {
            request.putHeader(
                    "Authorization",
                    basic(config.clientId(), config.clientSecret().reveal()));
        }
        return discovered()
                .compose(found -> ask(request.setAbsoluteURI(found.tokenPath()), encode(form)))
                .map(Granted::of);
    }

    /** The claims of an ID token that was made for us; of the sign-in with this nonce, where there is one. */
    Future<JsonObject> verifyIdToken(@Nullable String token, @Nullable String nonce) {
        return token == null
                ? Authentication.unauthenticated()
                : verify(token, config.clientId())
                        .compose(claims -> isOurs(claims, nonce)
                                ? Future.succeededFuture(claims)
                                : Authentication.unauthenticated());
    }

    /** OpenID Connect Core, section 3.1.3.7: of several audiences one must have been authorized, and that must be us. */
    private boolean isOurs(JsonObject claims, @Nullable String nonce) {
        Object party = claims.getValue("azp");
        boolean several = claims.getValue("aud") instanceof JsonArray audience && audience.size() > 1;
        boolean ours = party == null ? !several : party.equals(config.clientId());
        return ours && (nonce == null || nonce.equals(claims.getValue("nonce")));
    }

    /** The claims of a token of this provider for this audience; fails with {@code Unauthenticated} or {@code Unavailable}. */
    Future<JsonObject> verify(String token, String audience) {
        Optional<TokenHead> head = TokenHead.of(token);
        return head.isEmpty()
                ? Authentication.unauthenticated()
                : keys.ringFor(head.get().keyId())
                        .compose(ring -> ring.verify(token, head.get()))
                        .compose(claims -> isFor(claims, audience)
                                ? Future.succeededFuture(claims)
                                : Authentication.unauthenticated());
    }

    private boolean isFor(JsonObject claims, String audience) {
        Object to = claims.getValue("aud");
        boolean meant = to instanceof JsonArray several ? several.contains(audience) : audience.equals(to);
        return meant
                && config.issuer().equals(claims.getValue("iss"))
                && claims.getValue("exp") instanceof Number
                && claims.getValue("sub") instanceof String;
    }

    private Future<Discovered> discovered() {
        Future<Discovered> known = discovering;
        if (known != null && !known.failed()) {
            return known;
        }
        OAuth2Options options = new OAuth2Options().setSite(config.issuer()).setClientId(config.clientId());
        if (config.clientSecret() != null) {
            options.setClientSecret(config.clientSecret().reveal());
        }
        Future<Discovered> asked = OpenIDConnectAuth.discover(vertx, options)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(client -> new Discovered(client, options.getTokenPath(), options.getJwkPath()))
                .onFailure(cause -> LOG.warn("the OpenID provider was not discovered; cause={}", cause.toString()))
                .recover(cause -> unavailable());
        discovering = asked;
        return asked;
    }

    private Future<KeyRing> fetchKeys() {
        return discovered()
                .compose(found -> ask(
                        new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(found.keysPath()),
                        Buffer.buffer()))
                .map(set -> new KeyRing(vertx, keys(set), new JWTOptions().setIssuer(config.issuer())));
    }

    private static List<String> keys(JsonObject set) {
        return set.getJsonArray("keys", new JsonArray()).stream()
                .filter(JsonObject.class::isInstance)
                .map(key -> ((JsonObject) key).encode())
                .toList();
    }

    private Future<JsonObject> ask(RequestOptions request, Buffer body) {
        return http.request(request.setTimeout(PATIENCE.toMillis()).putHeader("Accept", "application/json"))
                .compose(open -> open.send(body))
                .compose(response -> response.body().compose(text -> read(response.statusCode(), text)))
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(Provider::toProblem);
    }

    private static Future<JsonObject> read(int status, Buffer body) {
        if (status == 400 || status == 401 || status == 403) {
            return Authentication.unauthenticated();
        }
        return status == 200 ? Future.succeededFuture(body.toJsonObject()) : unavailable();
    }

    private static <T> Future<T> toProblem(Throwable cause) {
        if (cause instanceof ProblemException) {
            return Future.failedFuture(cause);
        }
        LOG.warn("the OpenID provider does not answer; cause={}", cause.toString());
        return unavailable();
    }

    private static <T> Future<T> unavailable() {
        return Future.failedFuture(
                new Problem.Unavailable("The sign-in provider does not answer at the moment.").toException());
    }

    /** RFC 6749, section 2.3.1: both are encoded like a form before they are joined. */
    private static String basic(String id, String secret) {
        byte[] both = (encode(id) + ":" + encode(secret)).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static Buffer encode(MultiMap form) {
        return Buffer.buffer(form.entries().stream()
                .map((Map.Entry<String, String> each) -> each.getKey() + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&")));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
