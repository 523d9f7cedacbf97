package io.sluice.gateway.socket;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The opening handshake of RFC 6455, section 4.2: what is asked for, and the headers of the answer.
 *
 * @param status 101 where the request is a good one, else that of its refusal
 * @param subProtocol whether the server's sub-protocol was offered
 * @param deflate whether permessage-deflate was offered in a form that the server takes
 */
record Handshake(int status, String accept, boolean subProtocol, boolean deflate) {
    static final int SWITCHING = 101;
    private static final int BAD_REQUEST = 400;
    private static final int UPGRADE_REQUIRED = 426;
    private static final int NONCE_BYTES = 16;
    private static final String VERSION = "13";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    static Handshake of(HttpServerRequest request, String subProtocol) {
        String key = request.headers().get("Sec-WebSocket-Key");
        boolean upgrade = request.version() == HttpVersion.HTTP_1_1
                && request.method().equals(HttpMethod.GET)
                && has(request, HttpHeaders.UPGRADE, "websocket")
                && has(request, HttpHeaders.CONNECTION, "upgrade");
        if (!upgrade || key == null || !isNonce(key)) {
            return new Handshake(BAD_REQUEST, "", false, false);
        }
        if (!VERSION.equals(request.headers().get("Sec-WebSocket-Version"))) {
            return new Handshake(UPGRADE_REQUIRED, "", false, false);
        }
        boolean speaks = has(request, "Sec-WebSocket-Protocol", subProtocol.toLowerCase(Locale.ROOT));
        boolean deflate = request.headers().getAll(EXTENSIONS).stream().anyMatch(Deflate::isAcceptable);
        return new Handshake(SWITCHING, accept(key), speaks, deflate);
    }

    /** Whether a header that may be written in several lines lists this token; tokens are compared in lower case. */
    private static boolean has(HttpServerRequest request, CharSequence header, String token) {
        return request.headers().getAll(header).stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .anyMatch(element -> element.trim().toLowerCase(Locale.ROOT).equals(token));
    }

    private static boolean isNonce(String key) {
        try {
            return Base64.getDecoder().decode(key.trim()).length == NONCE_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((key.trim() + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Puts the headers of the answer, whatever its status is. */
    void answer(HttpServerRequest request, WebSocket.Options options) {
        if (status != SWITCHING) {
            request.response().setStatusCode(status).putHeader("Sec-WebSocket-Version", VERSION);
            return;
        }
        request.response()
                .putHeader(HttpHeaders.UPGRADE, "websocket")
                .putHeader(HttpHeaders.CONNECTION, "Upgrade")
                .putHeader("Sec-WebSocket-Accept", accept);
        if (subProtocol) {
            request.response().putHeader("Sec-WebSocket-Protocol", options.subProtocol());
        }
        if (deflate && options.deflate()) {
            request.response().putHeader(EXTENSIONS, Deflate.ANSWER);
        }
    }
}
