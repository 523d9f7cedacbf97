package io.sluice.stream.intake.file;

import io.sluice.stream.intake.SourceFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes to text. A byte order mark decides, then what the owner says, then it is UTF-8. Nothing is replaced in silence. */
public final class Decoding {
    private static final int BUFFER = 64 * 1024;

    private Decoding() {}

    public static BufferedReader reader(InputStream bytes, @Nullable Charset given) throws IOException {
        PushbackInputStream ahead = new PushbackInputStream(bytes, 3);
        byte[] head = new byte[3];
        int length = ahead.readNBytes(head, 0, 3);
        int mark = 0;
        Charset charset = given == null ? StandardCharsets.UTF_8 : given;
        if (length == 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf) {
            charset = StandardCharsets.UTF_8;
            mark = 3;
        } else if (length >= 2 && head[0] == (byte) 0xff && head[1] == (byte) 0xfe) {
            charset = StandardCharsets.UTF_16LE;
            mark = 2;
        } else if (length >= 2 && head[0] == (byte) 0xfe && head[1] == (byte) 0xff) {
            charset = StandardCharsets.UTF_16BE;
            mark = 2;
        }
        ahead.unread(head, mark, length - mark);
        return new BufferedReader(
                new InputStreamReader(
                        ahead,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                BUFFER);
    }

    /**
     * The fault behind a failed read, if it is one of decoding.
     *
     * @throws IOException the failure itself otherwise
     */
    static SourceFault faultOr(IOException failed, long row) throws IOException {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return SourceFault.lasting(
                        "Soon after row " + row
                                + " the file has bytes that do not fit its character encoding; name the right one in processing.encoding.");
            }
        }
        throw failed;
    }
}
