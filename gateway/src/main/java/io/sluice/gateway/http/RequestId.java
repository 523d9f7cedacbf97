package io.sluice.gateway.http;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a request in answers and logs: what the client sent as {@code X-Request-Id} if that is harmless, else a new one. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";

    private static final String KEY = "sluice.request-id";
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    public static String of(RoutingContext context) {
        String known = context.get(KEY);
        if (known != null) {
            return known;
        }
        String id = choose(context.request().getHeader(HEADER));
        context.put(KEY, id);
        return id;
    }

    static String choose(@Nullable String sent) {
        return sent != null && HARMLESS.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}
