package io.sluice.decode;

import com.google.protobuf.Descriptors.FileDescriptor;
import org.apache.avro.Schema;

/** A schema of a registry, ready to read records by. Immutable; shared by all threads. */
sealed interface RegisteredSchema {
    /** @param id of the registry */
    record Avro(int id, Schema schema) implements RegisteredSchema {}

    record Protobuf(FileDescriptor file) implements RegisteredSchema {}

    /** What it says of a record is of no matter for reading it. */
    record JsonSchema() implements RegisteredSchema {}
}
