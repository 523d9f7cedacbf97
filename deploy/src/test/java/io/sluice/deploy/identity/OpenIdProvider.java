package io.sluice.deploy.identity;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** An OpenID provider in this JVM. It lets everybody in who is sent to it, as whom the test says. */
final class OpenIdProvider implements AutoCloseable {
    static final String ISSUER = "people";
    static final String CLIENT = "sluice-client";

    private final MockOAuth2Server server = create();

    OpenIdProvider() {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    private static MockOAuth2Server create() {
        return new MockOAuth2Server(
                new OAuth2Config(false, null, null, true, new OAuth2TokenProvider(), Set.of(), new NettyWrapper()));
    }

    String issuer() {
        return server.issuerUrl(ISSUER).toString();
    }

    String tokenEndpoint() {
        return server.tokenEndpointUrl(ISSUER).toString();
    }

    /** The next code that is exchanged is this person's. */
    void expect(Person person) {
        server.enqueueCallback(person);
    }

    /** An access token for scripts. */
    String accessToken(String subject, String audience, Map<String, Object> claims, long seconds) {
        return server.issueToken(ISSUER, subject, audience, claims, seconds).serialize();
    }

    String accessTokenOfAnother(String subject, String audience) {
        return server.issueToken("strangers", subject, audience, Map.of("roles", "boss", "preferred_username", subject))
                .serialize();
    }

    @Override
    public void close() {
        server.shutdown();
    }

    /** Whom the provider vouches for, and what it says of her; a claim of the token itself can be replaced, too. */
    static final class Person implements OAuth2TokenCallback {
        private final String subject;
        volatile boolean dismissed;
        final Map<String, Object> claims = new HashMap<>();

        Person(String subject, String name, String... roles) {
            this.subject = subject;
            claims.put("preferred_username", name);
            claims.put("roles", List.of(roles));
            claims.put("groups", List.of("ocean", "air"));
        }

        Person with(String claim, Object value) {
            claims.put(claim, value);
            return this;
        }

        @Override
        public String issuerId() {
            return ISSUER;
        }

        @Override
        public String subject(TokenRequest request) {
            return subject;
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return "JWT";
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return List.of("api");
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            if (dismissed) {
                throw new OAuth2Exception(OAuth2Error.INVALID_GRANT, "not one of us any more");
            }
            return Map.copyOf(claims);
        }

        @Override
        public long tokenExpiry() {
            return 3600;
        }
    }
}
