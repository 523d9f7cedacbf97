package io.sluice.bench.endurance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** How a client asks, and how it reads the answer into its holding: only what has come completely is held. */
enum Transport {
    /** Resumes by the token of the last frame. */
    WEBSOCKET {
        @Override
        String request(String query, Holding holding) {
            @Nullable String token = holding.token();
            return "GET " + query + (token == null ? "&from=earliest" : "&resume=" + token) + " HTTP/1.1\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        }

        @Override
        void read(InputStream in, OutputStream out, Holding holding) throws IOException {
            Frames frames = new Frames(in, out);
            while (true) {
                byte[] frame = frames.next();
                if (RecordScan.startsWith(frame, "{\"type\":\"records\"")) {
                    RecordScan.take(frame, holding);
                } else {
                    told(frame, "{\"type\":\"", holding);
                }
                @Nullable String token = RecordScan.token(frame);
                if (token != null) {
                    holding.token(token);
                }
            }
        }
    },

    /** Resumes by {@code Last-Event-ID}. */
    EVENTS {
        @Override
        String request(String query, Holding holding) {
            @Nullable String token = holding.token();
            return "GET " + query + (token == null ? "&from=earliest" : "") + " HTTP/1.1\r\n"
                    + "Accept: text/event-stream\r\n" + (token == null ? "" : "Last-Event-ID: " + token + "\r\n");
        }

        @Override
        void read(InputStream in, OutputStream out, Holding holding) throws IOException {
            InputStream body = new Chunked(in);
            String event = "";
            String id = "";
            byte[] data = new byte[0];
            while (true) {
                String line = new String(line(body), UTF_8);
                if (line.startsWith("data:")) {
                    data = line.getBytes(UTF_8);
                } else if (line.startsWith("id:")) {
                    id = line.substring("id:".length()).strip();
                } else if (line.startsWith("event:")) {
                    event = line.substring("event:".length()).strip();
                } else if (line.isEmpty()) {
                    dispatch(event, data, holding);
                    if (!id.isEmpty()) {
                        holding.token(id);
                    }
                    event = "";
                    data = new byte[0];
                }
            }
        }

        private void dispatch(String event, byte[] data, Holding holding) {
            if (event.isEmpty()) {
                RecordScan.take(data, holding);
            } else {
                told(event.getBytes(UTF_8), "", holding);
            }
        }
    },

    /** Resumes by each partition's last offset plus one. */
    LINES {
        @Override
        String request(String query, Holding holding) {
            return "GET " + query + "&from=" + holding.nextOffsets() + " HTTP/1.1\r\n";
        }

        @Override
        void read(InputStream in, OutputStream out, Holding holding) throws IOException {
            InputStream body = new Chunked(in);
            while (true) {
                byte[] line = line(body);
                if (RecordScan.startsWith(line, "{\"type\":")) {
                    told(line, "{\"type\":\"", holding);
                } else {
                    RecordScan.take(line, holding);
                }
            }
        }
    };

    /** The request's line and headers, without the end of them. */
    abstract String request(String query, Holding holding);

    /** Reads until the connection breaks, which is how it ends. */
    abstract void read(InputStream in, OutputStream out, Holding holding) throws IOException;

    private static void told(byte[] text, String before, Holding holding) {
        if (RecordScan.startsWith(text, before + "gap")) {
            holding.gap();
        } else if (RecordScan.startsWith(text, before + "error") || RecordScan.startsWith(text, before + "end")) {
            holding.complaint(new String(text, UTF_8));
        }
    }

    /** Without its line break. */
    static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("in a line");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toByteArray();
    }

    /** The status, after the headers have been passed over. */
    static String status(InputStream in) throws IOException {
        String status = new String(line(in), US_ASCII);
        while (line(in).length > 0) {
            // Only the end of the headers matters.
        }
        return status;
    }
}
