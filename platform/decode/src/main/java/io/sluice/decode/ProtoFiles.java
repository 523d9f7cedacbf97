package io.sluice.decode;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From {@code .proto} texts to the descriptors that records are read by. Wire parses the texts; what it found becomes what {@code
 * protoc} would have made of it, but for everything that reading does not need: options, services and extensions are passed over, and
 * {@code required} is forgiven. So an import that only options come from may be missing.
 *
 * <p>The messages inside a message come in the order in which they are declared, before the entries of maps: the indexes of the wire
 * format count them so.
 */
final class ProtoFiles {
    private static final Map<String, FileDescriptor> WELL_KNOWN = Stream.of(
                    AnyProto.getDescriptor(),
                    ApiProto.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    SourceContextProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    TypeProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(Collectors.toUnmodifiableMap(FileDescriptor::getName, Function.identity()));

    private static final Map<String, Type> SCALARS = Stream.of(Type.values())
            .filter(type -> type != Type.TYPE_MESSAGE && type != Type.TYPE_ENUM && type != Type.TYPE_GROUP)
            .collect(Collectors.toUnmodifiableMap(
                    type -> type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT), Function.identity()));

    private final boolean explicitPresence;

    private ProtoFiles(boolean explicitPresence) {
        this.explicitPresence = explicitPresence;
    }

    /**
     * @param imports texts by the names by which they are imported, each behind those that it imports itself
     * @throws DecodeFault when they do not fit together; other faults of the parser are runtime exceptions
     */
    static FileDescriptor compile(String text, Map<String, String> imports) throws DecodeFault {
        Map<String, FileDescriptor> known = new HashMap<>(WELL_KNOWN);
        for (Map.Entry<String, String> one : imports.entrySet()) {
            known.put(one.getKey(), file(one.getKey(), one.getValue(), known));
        }
        return file("record.proto", text, known);
    }

    private static FileDescriptor file(String name, String text, Map<String, FileDescriptor> known) throws DecodeFault {
        ProtoFileElement element = ProtoParser.Companion.parse(Location.get(name), text);
        boolean proto3 = element.getSyntax() == Syntax.PROTO_3;
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName(name).setSyntax(proto3 ? "proto3" : "proto2");
        if (element.getPackageName() != null) {
            file.setPackage(element.getPackageName());
        }
        Stream.concat(element.getImports().stream(), element.getPublicImports().stream())
                .filter(known::containsKey)
                .forEach(file::addDependency);
        for (String shared : element.getPublicImports()) {
            if (known.containsKey(shared)) {
                file.addPublicDependency(file.getDependencyList().indexOf(shared));
            }
        }
        ProtoFiles types = new ProtoFiles(!proto3);
        element.getTypes().forEach(type -> types.add(type, file::addMessageType, file::addEnumType));
        FileDescriptor[] imported =
                file.getDependencyList().stream().map(known::get).toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(file.build(), imported, true);
        } catch (DescriptorValidationException invalid) {
            throw new DecodeFault("the schema lacks a type that it uses, or names one twice");
        }
    }

    private void add(TypeElement type, Consumer<DescriptorProto> messages, Consumer<EnumDescriptorProto> enums) {
        if (type instanceof MessageElement message) {
            messages.accept(message(message));
        } else if (type instanceof EnumElement choice) {
            enums.accept(choice(choice));
        }
    }

    private static EnumDescriptorProto choice(EnumElement element) {
        EnumDescriptorProto.Builder choice = EnumDescriptorProto.newBuilder().setName(element.getName());
        element.getConstants()
                .forEach(constant ->
                        choice.addValueBuilder().setName(constant.getName()).setNumber(constant.getTag()));
        return choice.build();
    }

    private DescriptorProto message(MessageElement element) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(element.getName());
        element.getNestedTypes().forEach(type -> add(type, message::addNestedType, message::addEnumType));
        fields(message, element.getFields(), null);
        groups(message, element.getGroups(), null);
        for (OneOfElement oneOf : element.getOneOfs()) {
            int index = message.getOneofDeclCount();
            message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(oneOf.getName()));
            fields(message, oneOf.getFields(), index);
            groups(message, oneOf.getGroups(), index);
        }
        // Those that stand for a field of proto3 that is optional come behind all others.
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            if (field.getProto3Optional()) {
                field.setOneofIndex(message.getOneofDeclCount());
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
            }
        }
        return message.build();
    }

    private void fields(DescriptorProto.Builder message, List<FieldElement> elements, @Nullable Integer oneOf) {
        for (FieldElement element : elements) {
            FieldDescriptorProto.Builder field = field(element.getName(), element.getTag(), element.getLabel(), oneOf);
            field.setProto3Optional(!explicitPresence && oneOf == null && element.getLabel() == Field.Label.OPTIONAL);
            if (element.getType().startsWith("map<")) {
                entry(message, field, element.getType());
            } else {
                type(field, element.getType());
            }
            message.addField(field);
        }
    }

    private static FieldDescriptorProto.Builder field(
            String name, int number, Field.@Nullable Label label, @Nullable Integer oneOf) {
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(label == Field.Label.REPEATED ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
        if (oneOf != null) {
            field.setOneofIndex(oneOf);
        }
        return field;
    }

    /** Whether a name is a message's or an enumeration's is found out when the file is put together. */
    private static void type(FieldDescriptorProto.Builder field, String name) {
        @Nullable Type scalar = SCALARS.get(name);
        if (scalar == null) {
            field.setTypeName(name);
        } else {
            field.setType(scalar);
        }
    }

    /** {@code map<K, V> f = 1} is {@code repeated FEntry f = 1}, by the specification. */
    private static void entry(DescriptorProto.Builder message, FieldDescriptorProto.Builder field, String map) {
        String[] types = map.substring("map<".length(), map.length() - 1).split(",", 2);
        DescriptorProto.Builder entry = message.addNestedTypeBuilder().setName(entryName(field.getName()));
        entry.getOptionsBuilder().setMapEntry(true);
        type(entry.addFieldBuilder().setName("key").setNumber(1).setLabel(Label.LABEL_OPTIONAL), types[0].trim());
        type(entry.addFieldBuilder().setName("value").setNumber(2).setLabel(Label.LABEL_OPTIONAL), types[1].trim());
        field.setLabel(Label.LABEL_REPEATED).setTypeName(entry.getName());
    }

    private static String entryName(String field) {
        StringBuilder name = new StringBuilder();
        boolean upper = true;
        for (char c : field.toCharArray()) {
            if (c != '_') {
                name.append(upper ? Character.toUpperCase(c) : c);
            }
            upper = c == '_';
        }
        return name.append("Entry").toString();
    }

    private void groups(DescriptorProto.Builder message, List<GroupElement> elements, @Nullable Integer oneOf) {
        for (GroupElement element : elements) {
            DescriptorProto.Builder group = message.addNestedTypeBuilder().setName(element.getName());
            fields(group, element.getFields(), null);
            String name = element.getName().toLowerCase(Locale.ROOT);
            message.addField(field(name, element.getTag(), element.getLabel(), oneOf)
                    .setType(Type.TYPE_GROUP)
                    .setTypeName(element.getName()));
        }
    }
}
