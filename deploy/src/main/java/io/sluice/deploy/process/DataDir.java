package io.sluice.deploy.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The data directory, held by one process at a time. The operating system's lock on the file {@code lock} is what counts, and
 * it goes away with the process, however that dies; the process id in the file is only for people.
 */
public final class DataDir implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;

    private DataDir(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** @throws StartFailure if the directory cannot be written, or another process holds it */
    public static DataDir open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            Files.createDirectories(root);
            channel = FileChannel.open(
                    root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                String holder = read(channel);
                channel.close();
                throw new StartFailure("The data directory " + root + " is in use by another Sluice"
                        + (holder.isEmpty() ? "" : " (process " + holder + ")")
                        + "; stop that one, or choose another directory with SLUICE_DATA_DIR.");
            }
            write(channel, Long.toString(ProcessHandle.current().pid()));
            return new DataDir(root, channel);
        } catch (IOException denied) {
            close(channel);
            throw new StartFailure(
                    "The data directory " + root + " cannot be written; choose another with SLUICE_DATA_DIR.", denied);
        }
    }

    public Path root() {
        return root;
    }

    /** A file or directory in it; not created. */
    public Path resolve(String name) {
        return root.resolve(name);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
        return pid.matches("\\d+") ? pid : "";
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(text + System.lineSeparator()), 0);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException alreadyBroken) {
            throw new StartFailure("The lock of the data directory cannot be given back.", alreadyBroken);
        }
    }
}
