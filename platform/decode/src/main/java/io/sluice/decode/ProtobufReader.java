package io.sluice.decode;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A message behind the path of its type in the file: a count, and that many indexes, each into the messages of the one before; a
 * count of zero is short for the first message. All numbers are zigzag varints.
 */
final class ProtobufReader {
    private static final int MAX_MESSAGES_DEEP = 100;

    private ProtobufReader() {}

    /** @param bytes what stands behind the id of the schema */
    static Decoded read(FileDescriptor file, ByteBuffer bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(MAX_MESSAGES_DEEP);
        DynamicMessage message =
                DynamicMessage.newBuilder(type(file, in)).mergeFrom(in).build();
        in.checkLastTagWas(0);
        return JsonOutput.write(json -> new ProtobufJson(json).message(message));
    }

    private static Descriptor type(FileDescriptor file, CodedInputStream in) throws IOException {
        int steps = in.readSInt32();
        if (steps < 0 || steps > MAX_MESSAGES_DEEP) {
            throw new DecodeFault("the path of the message type is " + steps + " long");
        }
        Descriptor type = step(file.getMessageTypes(), steps == 0 ? 0 : in.readSInt32());
        for (int i = 1; i < steps; i++) {
            type = step(type.getNestedTypes(), in.readSInt32());
        }
        return type;
    }

    private static Descriptor step(List<Descriptor> types, int index) throws DecodeFault {
        if (index < 0 || index >= types.size()) {
            throw new DecodeFault("the schema has no message " + index + " where the record says it has");
        }
        return types.get(index);
    }
}
