package io.sluice.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the media types of a request fit: 0 if so, else the status that says why not. */
final class Negotiation {
    private Negotiation() {}

    static int refusal(RoutingContext context, boolean takesBody) {
        if (takesBody && !isJson(context.request())) {
            return 415;
        }
        return accepts(context.parsedHeaders().accept()) ? 0 : 406;
    }

    /** A request without a body needs no content type. */
    private static boolean isJson(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return false;
        }
        return type == null ? !hasBody(request) : isJson(type);
    }

    private static boolean hasBody(HttpServerRequest request) {
        @Nullable String length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
    }

    private static boolean isJson(String type) {
        String[] parts =
                type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "").split(";");
        boolean json = parts[0].equals("application/json") || parts[0].matches("application/[a-z0-9.-]+\\+json");
        for (int i = 1; i < parts.length; i++) {
            json &= !parts[i].startsWith("charset=") || parts[i].equals("charset=utf-8");
        }
        return json;
    }

    private static boolean accepts(List<MIMEHeader> accepted) {
        return accepted.isEmpty() || accepted.stream().anyMatch(Negotiation::accepts);
    }

    private static boolean accepts(MIMEHeader accepted) {
        boolean application =
                accepted.component().equals("*") || accepted.component().equals("application");
        String sub = accepted.subComponent();
        return application && accepted.weight() > 0 && (sub.equals("*") || sub.endsWith("json"));
    }
}
