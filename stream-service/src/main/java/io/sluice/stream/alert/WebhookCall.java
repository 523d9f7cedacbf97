package io.sluice.stream.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.runtime.Vault;
import io.sluice.stream.alert.Outbox.ToDeliver;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.WebPost;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hands one notice to a webhook. {@code Sluice-Signature: t=<unix seconds>,v1=<hex>} is HMAC-SHA-256 (RFC 2104) over the seconds, a
 * point and the body, with the rule's secret; made anew for each attempt, so a receiver can refuse what is old. {@code
 * Sluice-Event-Id} names the firing, {@code Sluice-Notice-Id} this notice of it: the same in every attempt. Blocking; any thread.
 */
final class WebhookCall {
    private static final String HMAC = "HmacSHA256";

    private final WebPost post;
    private final Vault vault;
    private final Clock clock;

    WebhookCall(WebPost post, Vault vault, Clock clock) {
        this.post = post;
        this.vault = vault;
        this.clock = clock;
    }

    /** @throws SourceFault why it was not taken */
    void call(String url, @Nullable Sealed secret, ToDeliver notice) throws SourceFault {
        byte[] body = notice.body().getBytes(UTF_8);
        long seconds = clock.instant().getEpochSecond();
        String signature = "t=" + seconds + ",v1=" + sign(open(secret), seconds, notice.body());
        post.send(
                address(url),
                body,
                Map.of(
                        "Sluice-Signature", signature,
                        "Sluice-Event-Id", notice.event().toString(),
                        "Sluice-Notice-Id", notice.id().toString()));
    }

    /** @throws SourceFault if it is no address of the web */
    static URI address(String url) throws SourceFault {
        try {
            URI address = new URI(url);
            String scheme = String.valueOf(address.getScheme());
            boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
            if (web && address.getHost() != null && address.getRawUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            throw SourceFault.lasting("expected an http or https address");
        }
        throw SourceFault.lasting("expected an http or https address with a host, and without a password");
    }

    static String sign(Secret secret, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(UTF_8), HMAC));
            mac.update((seconds + ".").getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", missing);
        }
    }

    private Secret open(@Nullable Sealed secret) throws SourceFault {
        if (secret == null) {
            throw SourceFault.lasting("The webhook has no secret.");
        }
        try {
            return vault.open(secret);
        } catch (Vault.WrongKey otherKey) {
            throw SourceFault.lasting("The secret of the webhook was sealed with another master key.");
        }
    }
}
