package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.runtime.Json;
import io.sluice.stream.intake.SourceFault;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file: the position of its name.
 *
 * @param modified nanoseconds since 1970, as exact as the file system is
 * @param sha256 of the bytes of the file, hexadecimal; "": it was not read
 * @param taken how many records of it, good and bad ones, have been taken
 * @param reason why it failed
 */
record FileState(
        Outcome outcome,
        long size,
        long modified,
        String sha256,
        long taken,
        @Nullable String reason) {

    enum Outcome {
        /** Some of its records are published; the others follow. */
        READING,
        DONE,
        /** Nothing of it is published; it is tried again when it changes. */
        FAILED
    }

    static FileState of(BasicFileAttributes attributes, String sha256) {
        long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        return new FileState(Outcome.READING, attributes.size(), modified, sha256, 0, null);
    }

    boolean isOf(BasicFileAttributes attributes) {
        return size == attributes.size()
                && modified == attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    /** Whether this is the other one, as far as content and time tell. */
    boolean isSameFile(FileState other) {
        return !sha256.isEmpty() && sha256.equals(other.sha256) && size == other.size && modified == other.modified;
    }

    FileState with(Outcome next, long takenNow) {
        return new FileState(next, size, modified, sha256, takenNow, reason);
    }

    FileState failed(String why) {
        return new FileState(Outcome.FAILED, size, modified, sha256, taken, why);
    }

    String toPosition() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts and numbers", impossible);
        }
    }

    static FileState ofPosition(String text) throws SourceFault {
        try {
            return Json.MAPPER.readValue(text, FileState.class);
        } catch (IOException foreign) {
            throw SourceFault.lasting("The stored position of this source cannot be understood.");
        }
    }
}
