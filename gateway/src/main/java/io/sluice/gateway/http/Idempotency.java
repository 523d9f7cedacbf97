package io.sluice.gateway.http;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.runtime.Sha256;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code Idempotency-Key}: the first request with a key is carried out and its answer stored; the same request again gets that
 * answer. An answer that says "try again" (429, 5xx) is not stored, so that trying again is possible.
 */
final class Idempotency {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);
    private static final int GIVE_UP = 0;

    private final Vertx vertx;

    Idempotency(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param action must not fail: problems are answers too */
    Future<Answer> around(Call call, Supplier<Future<Answer>> action) {
        List<String> keys = call.request().headers().getAll(HEADER);
        if (keys.isEmpty()) {
            return action.get();
        }
        if (keys.size() > 1 || !PRINTABLE.matcher(keys.get(0)).matches()) {
            Problem fault = Problem.Invalid.at("/" + HEADER, "expected 1 to 255 printable characters without spaces");
            return Future.failedFuture(fault.toException());
        }
        String key = keys.get(0);
        return Identity.CLAIM_REQUEST
                .call(vertx, new Identity.ClaimRequest(call.caller(), key, fingerprint(call)))
                .compose(claim -> proceed(call, key, claim, action));
    }

    private Future<Answer> proceed(Call call, String key, Identity.Claim claim, Supplier<Future<Answer>> action) {
        return switch (claim.state()) {
            case NEW -> action.get().compose(answer -> settle(call.caller(), key, answer));
            case DONE -> Future.succeededFuture(replay(claim));
            case OTHER -> Future.succeededFuture(conflict(call, "This Idempotency-Key was used for another request."));
            case BUSY ->
                Future.succeededFuture(conflict(call, "The request with this Idempotency-Key is still under way.")
                        .with("Retry-After", Long.toString(BUSY_RETRY.toSeconds())));
        };
    }

    /** The work is done by now: that its answer could not be stored is no reason to withhold it. */
    private Future<Answer> settle(Caller caller, String key, Answer answer) {
        boolean lasting = answer.status() < 500 && answer.status() != 429;
        Identity.SettleRequest settle = lasting
                ? new Identity.SettleRequest(
                        caller,
                        key,
                        answer.status(),
                        answer.headers().get("Location"),
                        answer.contentType(),
                        answer.body().toString())
                : new Identity.SettleRequest(caller, key, GIVE_UP, null, null, "");
        return Identity.SETTLE_REQUEST
                .call(vertx, settle)
                .onFailure(lost -> LOG.warn("an answer could not be stored for replay; status={}", answer.status()))
                .map(answer)
                .otherwise(answer);
    }

    private static Answer replay(Identity.Claim claim) {
        Answer answer =
                new Answer(claim.status(), Map.of(REPLAYED, "true"), claim.contentType(), Buffer.buffer(claim.body()));
        String location = claim.location();
        return location == null ? answer : answer.with("Location", location);
    }

    private static Answer conflict(Call call, String detail) {
        return Problems.answer(new Problem.Conflict(detail), call.requestId());
    }

    private static String fingerprint(Call call) {
        MessageDigest digest = Sha256.start();
        String line = call.request().method() + " " + call.request().uri() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(call.body().getBytes()));
    }
}
