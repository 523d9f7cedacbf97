package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Credentials;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.feed.Inbox.Message;
import io.sluice.stream.intake.feed.Inbox.Taken;
import io.sluice.stream.intake.json.DataKey;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Reads the messages of a WebSocket. It has no position: what is sent while nobody listens is lost, as the protocol has no way to ask
 * for it. A text message is made records of like an event ({@link Messages}); a binary one must be JSON.
 */
final class WebSocketReader implements Reader {
    private final Inbox inbox;
    private final SocketLine line;
    private final DataKey key;
    private final Messages messages;
    private long count;

    private WebSocketReader(Inbox inbox, SocketLine line, DataKey key) {
        this.inbox = inbox;
        this.line = line;
        this.key = key;
        this.messages = new Messages(key);
    }

    static Factory of(
            Vertx vertx, Source.WebSocket source, Processing processing, Credentials credentials, AddressRules rules) {
        return positions -> {
            Inbox inbox = new Inbox();
            SocketLine line = SocketLine.open(
                    vertx, PollReader.address(source.url()), credentials, rules, source.subscribe(), inbox);
            return new WebSocketReader(inbox, line, DataKey.of(processing.tree().dataKey()));
        };
    }

    @Override
    public Step read(Batch batch, Duration patience) throws SourceFault, InterruptedException {
        boolean any = false;
        while (!batch.isFull() && !(any && inbox.isOver())) {
            Taken taken = inbox.take(any ? Duration.ZERO : patience);
            if (taken.hasRoom()) {
                line.resume();
            }
            Message message = taken.message();
            if (message == null) {
                return any ? Step.MORE : Step.IDLE;
            }
            add(batch, message);
            any = true;
        }
        return Step.MORE;
    }

    private void add(Batch batch, Message message) {
        count++;
        batch.bytes(message.content().length);
        if (message.isText()) {
            messages.add(batch, message.content(), null, () -> "message " + count);
            return;
        }
        try {
            JsonRecords.all(message.content(), key).forEach(batch::json);
        } catch (Unreadable fault) {
            batch.failed("message " + count + ", which is binary: " + fault.reason());
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
