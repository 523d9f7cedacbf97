package io.sluice.stream.intake;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Opens web resources on behalf of sources. Every address that a name resolves to is checked, at every connection and every
 * redirect; connections go to the very address that was checked. Blocking; any thread.
 */
public interface Web {

    /**
     * A GET.
     *
     * @param headers in addition to what every request has
     * @throws SourceFault if the address may not be reached, or the server refuses; a status from 400 on is one, 304 is not
     */
    Answer get(URI uri, Map<String, String> headers) throws SourceFault, IOException;

    /** To be closed. The body is decompressed when the server says that it is compressed ({@code Content-Encoding}). */
    interface Answer extends AutoCloseable {
        int status();

        /** Of several with one name the first; names in any case. */
        Optional<String> header(String name);

        /** Of the body as it comes over the network, if the server told. */
        OptionalLong length();

        /** How many bytes have come over the network so far. */
        long received();

        InputStream body();

        /** At any time, also from another thread: a blocked read then fails. */
        @Override
        void close();
    }
}
