package io.sluice.stream.intake.feed;

import io.sluice.stream.intake.SourceFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One directory, without those inside of it: which of its files may have changed. The operating system tells; a listing at the start,
 * after events were lost, and every {@link #RESCAN} finds what it did not tell (network file systems tell nothing). Used
 * by one thread.
 *
 * <p>Limit: {@link #MAX_FILES} files that are for us.
 */
final class Folder implements AutoCloseable {
    static final int MAX_FILES = 100_000;
    private static final Duration RESCAN = Duration.ofSeconds(30);

    private final Path real;
    private final WatchService watch;
    /** Files whose names are no text here, by what stands for their names: see {@link #name}. */
    private final Map<String, Path> odd = new HashMap<>();

    private boolean listed;
    private long listedAt;

    private Folder(Path real, WatchService watch) {
        this.real = real;
        this.watch = watch;
    }

    /**
     * @param roots the directory must be one of them or inside of one; empty: it may be any
     * @throws SourceFault if it cannot be watched, and why
     */
    static Folder open(Path directory, List<Path> roots) throws SourceFault, IOException {
        Path real = real(directory);
        if (!roots.isEmpty() && !isInside(real, roots)) {
            throw SourceFault.lasting("The directory \"" + directory
                    + "\" is not inside of those that the configuration allows (sources.directories).");
        }
        WatchService watch = real.getFileSystem().newWatchService();
        try {
            real.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return new Folder(real, watch);
        } catch (IOException fault) {
            watch.close();
            throw told(directory, fault);
        }
    }

    private static boolean isInside(Path real, List<Path> roots) throws IOException {
        for (Path root : roots) {
            if (Files.isDirectory(root) && real.startsWith(root.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    private static Path real(Path directory) throws SourceFault {
        try {
            Path real = directory.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new NotDirectoryException(directory.toString());
            }
            return real;
        } catch (IOException fault) {
            throw told(directory, fault);
        }
    }

    private static SourceFault told(Path directory, IOException fault) {
        String reason = fault instanceof NoSuchFileException
                ? "is not there"
                : fault instanceof NotDirectoryException
                        ? "is a file, not a directory"
                        : fault instanceof AccessDeniedException ? "may not be read" : "cannot be read";
        return SourceFault.lasting("The directory \"" + directory + "\" " + reason + " on this machine.");
    }

    private Path file(String name) {
        Path unwritable = odd.get(name);
        return unwritable == null ? real.resolve(name) : unwritable;
    }

    /**
     * The name of a file as a text. File systems keep bytes; those that are no text in the character set of this machine are written
     * like in a URI ({@code caf%E9.json}), so that the file is read and can be told from others.
     */
    private String name(Path entry) {
        String text = String.valueOf(entry.getFileName());
        if (isWritable(text, entry)) {
            return text;
        }
        Path file = real.resolve(entry);
        String path = file.toUri().getRawPath().replaceAll("/+$", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        odd.put(name, file);
        return name;
    }

    private boolean isWritable(String text, Path entry) {
        try {
            return real.getFileSystem().getPath(text).equals(entry.getFileName());
        } catch (InvalidPathException unwritable) {
            return false;
        }
    }

    /**
     * The file behind a name, through links as long as they stay inside of the directory.
     *
     * @return null: it leads out
     */
    @Nullable Path inside(String name) throws IOException {
        Path path = file(name).toRealPath();
        return path.startsWith(real) ? path : null;
    }

    /** @return null: there is no such file, or it is a directory or the like */
    @Nullable BasicFileAttributes attributes(String name) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file(name), BasicFileAttributes.class);
            return found.isRegularFile() ? found : null;
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /**
     * Names that may be new, changed or gone.
     *
     * @param known names that count as gone when a listing does not have them
     * @param patience how long to wait for the first one
     */
    Set<String> changes(Set<String> known, Duration patience) throws SourceFault, IOException, InterruptedException {
        Duration toRescan = listed ? RESCAN.minusNanos(System.nanoTime() - listedAt) : Duration.ZERO;
        if (toRescan.isNegative() || toRescan.isZero()) {
            return list(known);
        }
        Duration wait = toRescan.compareTo(patience) < 0 ? toRescan : patience;
        WatchKey key = watch.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
        Set<String> changed = new HashSet<>();
        while (key != null) {
            boolean lost = false;
            for (WatchEvent<?> event : key.pollEvents()) {
                lost |= event.kind() == StandardWatchEventKinds.OVERFLOW;
                if (event.context() instanceof Path entry) {
                    changed.add(name(entry));
                }
            }
            if (!key.reset()) {
                throw SourceFault.lasting("The directory \"" + real + "\" is gone.");
            }
            if (lost) {
                return list(known);
            }
            key = watch.poll();
        }
        return changed;
    }

    private Set<String> list(Set<String> known) throws SourceFault {
        Set<String> names = new HashSet<>(known);
        odd.clear();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
            for (Path entry : entries) {
                String name = name(entry);
                if (FileFormat.of(name) != null) {
                    names.add(name);
                }
                if (names.size() > MAX_FILES) {
                    throw SourceFault.lasting("The directory \"" + real + "\" has more than " + MAX_FILES
                            + " files; one source reads so many at most.");
                }
            }
        } catch (IOException fault) {
            throw told(real, fault);
        } catch (DirectoryIteratorException fault) {
            throw told(real, new IOException(fault));
        }
        listed = true;
        listedAt = System.nanoTime();
        return names;
    }

    @Override
    public String toString() {
        return real.toString();
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
