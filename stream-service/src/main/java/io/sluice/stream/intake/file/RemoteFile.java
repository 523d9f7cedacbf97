package io.sluice.stream.intake.file;

import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Gunzip;
import io.sluice.stream.intake.Limited;
import io.sluice.stream.intake.Origin;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.Web;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** A file on the web that is being read, decompressed if it is gzip. Belongs to one thread. */
final class RemoteFile implements Closeable {
    private final Web.Answer answer;
    private final InputStream content;
    private final Place.Version version;
    private long counted;

    private RemoteFile(Web.Answer answer, InputStream content, long counted) {
        this.answer = answer;
        this.content = content;
        this.version = Place.Version.of(answer);
        this.counted = counted;
    }

    /**
     * @param place where an earlier reader of the same file stood
     * @throws SourceFault if it cannot be read, or has changed since
     */
    static RemoteFile open(Origin origin, String url, Place place) throws SourceFault, IOException {
        Web.Answer answer = origin.web().get(uri(url), Map.of());
        try {
            RemoteFile file =
                    new RemoteFile(answer, new Limited(new Gunzip(answer.body()), origin.maxBytes()), place.bytes());
            if (place.row() > 0 && place.version().differs(file.version)) {
                throw SourceFault.lasting(
                        "The file has changed since its first " + place.row()
                                + " rows were read, so the rest would not fit. Give the source another address to read it from the beginning.");
            }
            return file;
        } catch (SourceFault | RuntimeException failed) {
            answer.close();
            throw failed;
        }
    }

    static URI uri(String url) throws SourceFault {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            throw SourceFault.lasting("The address of the source is not a URL.");
        }
    }

    InputStream content() {
        return content;
    }

    String contentType() {
        return answer.header("Content-Type").orElse("");
    }

    /**
     * Tells what has been read since the last call; what an earlier reader has counted is not counted again.
     *
     * @param spent how many of the received bytes are used up
     */
    void count(Batch batch, LongUnaryOperator spent) {
        answer.length().ifPresent(batch::size);
        long received = spent.applyAsLong(answer.received());
        if (received > counted) {
            batch.bytes(received - counted);
            counted = received;
        }
    }

    Place place(long row) {
        return new Place(row, counted, version);
    }

    @Override
    public void close() {
        answer.close();
    }
}
