package io.sluice.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A live reader as a script has one: lines of JSON, or server-sent events with their ids. Reading blocks. */
final class Subscription {
    private final BufferedReader reader;
    private final boolean events;
    private final List<Received> received = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private String id = "";
    private String token = "";

    private Subscription(BufferedReader reader, boolean events) {
        this.reader = reader;
        this.events = events;
    }

    /** Where a record lies and what it says. */
    record Received(int partition, long offset, JsonNode value) {
        static Received of(JsonNode record) {
            return new Received(
                    record.path("partition").asInt(), record.path("offset").asLong(), record.path("value"));
        }
    }

    static Subscription lines(Api api, String path) {
        return new Subscription(api.open(path, "application/x-ndjson"), false);
    }

    /** @param token where to go on; empty: from the query's own start */
    static Subscription events(Api api, String path, String token) {
        String[] headers = token.isEmpty() ? new String[0] : new String[] {"Last-Event-ID", token};
        return new Subscription(api.open(path, "text/event-stream", headers), true);
    }

    /** Reads {@code count} more records. */
    void read(int count) throws IOException {
        int wanted = received.size() + count;
        while (received.size() < wanted) {
            String line = reader.readLine();
            if (line == null) {
                throw new AssertionError("ended after " + received.size() + " of " + wanted);
            }
            if (!events) {
                add(line);
            } else {
                event(line);
            }
        }
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** The id of the last event that had records. */
    String token() {
        return token;
    }

    void close() throws IOException {
        reader.close();
    }

    /** The parts of an event come line by line, in any order, and an empty line ends it. */
    private void event(String line) throws IOException {
        if (line.startsWith("event:")) {
            name = line.substring(6).strip();
        } else if (line.startsWith("id:")) {
            id = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
            data.append(line.substring(5).strip());
        } else if (line.isEmpty() && data.length() > 0) {
            dispatch();
        }
    }

    private void dispatch() throws IOException {
        if (name.equals("gap") || name.equals("end")) {
            throw new AssertionError(name + " " + data);
        }
        if (name.isEmpty() || name.equals("message")) {
            add(data.toString());
            token = id;
        }
        name = "";
        data.setLength(0);
    }

    private void add(String json) throws IOException {
        received.add(Received.of(Api.JSON.readTree(json)));
    }
}
