package io.sluice.deploy.process;

import io.sluice.contract.Secret;
import io.sluice.runtime.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The master key that the data directory keeps where the configuration names none: made at the first start, for its owner's eyes. */
public final class MasterKey {
    private static final String FILE = "master.key";

    private MasterKey() {}

    /** @throws StartFailure if it can be neither read nor written */
    public static Secret of(DataDir data) {
        Path file = data.resolve(FILE);
        try {
            return Files.exists(file) ? new Secret(Files.readString(file).strip()) : make(file);
        } catch (IOException denied) {
            throw new StartFailure("The master key " + file + " cannot be read or written.", denied);
        }
    }

    private static Secret make(Path file) throws IOException {
        Secret made = Vault.newMasterKey();
        Path draft = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, made.reveal() + System.lineSeparator());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return made;
    }
}
