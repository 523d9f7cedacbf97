package io.sluice.stream.intake;

import io.sluice.contract.Dataset;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.Progress;
import io.sluice.runtime.Vault;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an {@link Intake} of a dataset, and owns what those of a node share: web client, positions, scratch files. Any thread. */
public final class Intakes implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Intakes.class);

    private final Config config;
    private final AddressRules rules;
    private final HttpWeb web;
    private final Checkpoints checkpoints;
    private final Function<Origin, Reader.Factory> readers;

    /**
     * @param vault opens the sources' secrets
     * @param allow address ranges and host names that sources may reach although they are private
     * @param maxBytes of one document
     * @param scratch directory of this node alone, for temporary files; created and emptied
     * @param directories that directory sources must be inside of; empty: any that was registered
     */
    public record Config(Vault vault, List<String> allow, long maxBytes, Path scratch, List<Path> directories) {
        public Config {
            allow = List.copyOf(allow);
            directories = List.copyOf(directories);
        }

        public Config(Vault vault, List<String> allow, long maxBytes, Path scratch) {
            this(vault, allow, maxBytes, scratch, List.of());
        }
    }

    private Intakes(Config config, Checkpoints checkpoints, Function<Origin, Reader.Factory> readers) {
        this.config = config;
        this.rules = AddressRules.of(config.allow());
        this.web = new HttpWeb(rules);
        this.checkpoints = checkpoints;
        this.readers = readers;
    }

    /** @param readers which reader a source has, by its type */
    public static Intakes open(Config config, Checkpoints checkpoints, Function<Origin, Reader.Factory> readers) {
        try {
            empty(config.scratch());
        } catch (IOException denied) {
            throw new UncheckedIOException("the directory for temporary files cannot be used", denied);
        }
        return new Intakes(config, checkpoints, readers);
    }

    /** @param before how far it had come, to be told until the exact figures are loaded */
    public Intake of(Dataset dataset, Progress before) {
        try {
            Processing processing = Processing.of(dataset.source().type(), dataset.processing());
            return intake(dataset, processing, before);
        } catch (ProblemException invalid) {
            LOG.warn("source has options that are not valid any more; dataset={}", dataset.name());
            Processing none = Processing.of(dataset.source().type(), Map.of());
            SourceFault fault = SourceFault.lasting("The processing options of this source are not valid.");
            return new Intake(task(dataset, none, failing(fault), () -> {}), checkpoints, before);
        }
    }

    private Intake intake(Dataset dataset, Processing processing, Progress before) {
        WebSession session = null;
        Reader.Factory factory;
        try {
            Credentials credentials = Credentials.open(config.vault(), dataset.credentials());
            session = web.session(home(dataset.source()), credentials, limits(dataset.source()));
            Origin origin = new Origin(
                    dataset.id(),
                    dataset.source(),
                    processing,
                    credentials,
                    session,
                    rules,
                    config.maxBytes(),
                    config.scratch());
            factory = readers.apply(origin);
        } catch (SourceFault fault) {
            factory = failing(fault);
        }
        Runnable onStop = session == null ? () -> {} : session::close;
        return new Intake(task(dataset, processing, factory, onStop), checkpoints, before);
    }

    private static Intake.Task task(Dataset dataset, Processing processing, Reader.Factory factory, Runnable onStop) {
        return new Intake.Task(
                dataset.id(),
                dataset.topic(),
                who(dataset.source()),
                Fingerprint.of(dataset.source(), processing),
                factory,
                new Shaper(processing, dataset.mapping(), Clock.systemUTC()),
                processing.flow().batchInterval(),
                processing.flow().timeWindow(),
                onStop);
    }

    @Override
    public void close() throws IOException {
        web.close();
    }

    private HttpWeb.Limits limits(Source source) {
        if (source instanceof Source.EventStream) {
            return HttpWeb.Limits.endless();
        }
        return source instanceof Source.Poll
                ? HttpWeb.Limits.answer(config.maxBytes())
                : HttpWeb.Limits.document(config.maxBytes());
    }

    /** The address that the credentials are for; one that matches nothing for a source without an address. */
    private static URI home(Source source) throws SourceFault {
        String address = address(source);
        try {
            return new URI(address);
        } catch (URISyntaxException malformed) {
            throw SourceFault.lasting("The address of the source is not a URL.");
        }
    }

    /** @return "" when the source is not on the web */
    static String address(Source source) {
        return source instanceof Source.Web web ? web.url() : "";
    }

    /** How a sentence about it begins. */
    private static String who(Source source) {
        try {
            String host = new URI(address(source)).getHost();
            return host == null ? "The source" : "The server \"" + host + "\"";
        } catch (URISyntaxException malformed) {
            return "The source";
        }
    }

    private static Reader.Factory failing(SourceFault fault) {
        return positions -> {
            throw fault;
        };
    }

    private static void empty(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }
}
