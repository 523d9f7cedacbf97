package io.sluice.stream.intake.feed;

import io.sluice.contract.Source;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.intake.Origin;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.vertx.core.Vertx;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The readers of this package, as a node has them. Any thread. */
public final class Feeds {
    private final Vertx vertx;
    private final KafkaLink link;
    private final List<Path> directories;

    /**
     * @param link to the platform's own brokers
     * @param directories that directory sources must be inside of; empty: who may register which directory is decided elsewhere
     */
    public Feeds(Vertx vertx, KafkaLink link, List<Path> directories) {
        this.vertx = vertx;
        this.link = link;
        this.directories = List.copyOf(directories);
    }

    /** @return empty: the source is of a type that others read */
    public Optional<Reader.Factory> of(Origin origin) {
        Source source = origin.source();
        if (source instanceof Source.EventStream stream) {
            return Optional.of(EventStreamReader.of(origin.web(), stream.url(), origin.processing()));
        } else if (source instanceof Source.WebSocket socket) {
            return Optional.of(
                    WebSocketReader.of(vertx, socket, origin.processing(), origin.credentials(), origin.rules()));
        } else if (source instanceof Source.Poll poll) {
            return Optional.of(PollReader.of(origin.web(), poll, origin.processing()));
        } else if (source instanceof Source.Directory directory) {
            return Optional.of(directory(directory, origin));
        } else if (source instanceof Source.Kafka kafka) {
            KafkaAccess access = KafkaAccess.of(kafka, origin.credentials(), origin.rules(), link);
            return Optional.of(KafkaReader.of(access, origin.processing()));
        }
        return Optional.empty();
    }

    private Reader.Factory directory(Source.Directory source, Origin origin) {
        return positions -> {
            try {
                return DirectoryReader.of(Path.of(source.path()), directories, origin.processing(), origin.maxBytes())
                        .open(positions);
            } catch (InvalidPathException malformed) {
                throw SourceFault.lasting("The path of the directory is none on this machine.");
            }
        };
    }
}
