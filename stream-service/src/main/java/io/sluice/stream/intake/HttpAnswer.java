package io.sluice.stream.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.InflaterInputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** One answer over HTTP, counted and bounded as it comes and again as it is decompressed. */
final class HttpAnswer implements Web.Answer {
    private final ClassicHttpResponse response;
    private final Runnable onClose;
    private final Limited wire;
    private final InputStream body;

    /** @param onClose cuts the connection */
    HttpAnswer(ClassicHttpResponse response, HttpWeb.Limits limits, Runnable onClose) throws IOException {
        this.response = response;
        this.onClose = onClose;
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        InputStream timed = new InTime(content == null ? InputStream.nullInputStream() : content, limits.whole());
        this.wire = new Limited(timed, limits.bytes());
        this.body = decoded(wire, header("Content-Encoding").orElse(""), limits.bytes());
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    @Override
    public OptionalLong length() {
        HttpEntity entity = response.getEntity();
        return entity == null || entity.getContentLength() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(entity.getContentLength());
    }

    @Override
    public long received() {
        return wire.count();
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        onClose.run();
    }

    private static InputStream decoded(Limited wire, String encoding, long most) throws IOException {
        String name = encoding.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.equals("identity")) {
            return wire;
        } else if (name.equals("gzip") || name.equals("x-gzip")) {
            return new Limited(new Gunzip(wire), most);
        } else if (name.equals("deflate")) {
            return new Limited(new InflaterInputStream(wire), most);
        }
        throw new Refusal(
                SourceFault.lasting("The server sends its answer compressed in a way that was not asked for."));
    }
}
