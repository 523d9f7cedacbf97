package io.sluice.stream.intake;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Sends JSON to addresses that users name. What {@link AddressRules} refuses is not reached, neither at once nor by a redirect; of
 * redirects only those are followed that keep the method (307, 308), since any other would drop the body. The body of an answer is not
 * read. An attempt takes at most {@link #WHOLE}, redirects included. Blocking; any thread.
 */
public final class WebPost implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(15);
    private static final int REDIRECTS = 3;
    private static final HttpWeb.Limits LIMITS = new HttpWeb.Limits(REDIRECTS, SILENCE, WHOLE, 0);
    private static final Set<Integer> FOLLOWED = Set.of(307, 308);

    private final HttpWeb web;
    private final ScheduledExecutorService cutter = Executors.newSingleThreadScheduledExecutor(daemon());

    public WebPost(AddressRules rules) {
        this.web = new HttpWeb(rules);
    }

    /**
     * @param headers in addition to what every request has
     * @throws SourceFault if nobody took it: the address may not be reached, nobody answers in time, or the answer is not a success
     */
    public void send(URI to, byte[] json, Map<String, String> headers) throws SourceFault {
        long deadline = System.nanoTime() + WHOLE.toNanos();
        URI next = to;
        for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
            Reply reply = post(next, json, headers, deadline);
            if (reply.status() >= 200 && reply.status() < 300) {
                return;
            }
            if (!FOLLOWED.contains(reply.status())) {
                throw refused(next, reply);
            }
            next = target(next, reply.location());
        }
        throw SourceFault.lasting("The server \"" + to.getHost() + "\" redirects more than " + REDIRECTS + " times.");
    }

    @Override
    public void close() throws IOException {
        cutter.shutdownNow();
        web.close();
    }

    private record Reply(int status, String location, String retryAfter) {}

    private Reply post(URI to, byte[] json, Map<String, String> headers, long deadline) throws SourceFault {
        checkForm(to);
        HttpPost post = new HttpPost(to);
        post.setConfig(HttpWeb.config(LIMITS));
        post.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        headers.forEach(post::setHeader);
        // A server that takes the body drop by drop is never silent for long.
        ScheduledFuture<?> cut = cutter.schedule(post::cancel, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        try (ClassicHttpResponse answer = web.execute(post)) {
            return new Reply(answer.getCode(), header(answer, "Location"), header(answer, "Retry-After"));
        } catch (IOException failed) {
            throw System.nanoTime() >= deadline
                    ? SourceFault.passing("The server \"" + to.getHost() + "\" does not answer in time.")
                    : Reasons.of(to, failed);
        } finally {
            cut.cancel(false);
            post.cancel();
        }
    }

    private static SourceFault refused(URI uri, Reply reply) {
        int status = reply.status();
        if (status >= 300 && status < 400) {
            return SourceFault.lasting("The server \"" + uri.getHost() + "\" answers " + status
                    + ": a redirect that a POST cannot follow; only 307 and 308 keep the body.");
        }
        boolean passing = status == 408 || status == 425 || status == 429 || status >= 500;
        String reason = "The server \"" + uri.getHost() + "\" answers " + status + ".";
        return (passing ? SourceFault.passing(reason) : SourceFault.lasting(reason))
                .notBefore(RetryAfter.of(reply.retryAfter(), Clock.systemUTC()));
    }

    private static URI target(URI from, String location) throws SourceFault {
        try {
            if (location.isEmpty()) {
                throw new URISyntaxException(location, "empty");
            }
            return from.resolve(new URI(location));
        } catch (URISyntaxException malformed) {
            throw SourceFault.lasting(
                    "The server \"" + from.getHost() + "\" redirects to something that is no address.");
        }
    }

    private static void checkForm(URI uri) throws SourceFault {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
            throw SourceFault.lasting("A webhook is called over http or https.");
        }
    }

    private static String header(ClassicHttpResponse answer, String name) {
        Header found = answer.getFirstHeader(name);
        return found == null ? "" : found.getValue();
    }

    private static ThreadFactory daemon() {
        return work -> {
            Thread thread = new Thread(work, "sluice-webhook-cutter");
            thread.setDaemon(true);
            return thread;
        };
    }
}
