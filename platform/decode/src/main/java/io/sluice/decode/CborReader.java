package io.sluice.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;

/** CBOR (RFC 8949): one item. Byte strings are Base64, numeric keys of maps are texts, undefined is null, and of tags only numbers count. */
final class CborReader {
    private static final CBORFactory CBOR = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonOutput.MAX_DEPTH)
                    .build())
            .build();

    private CborReader() {}

    static Decoded read(byte[] bytes) throws IOException {
        return JsonOutput.write(json -> {
            try (JsonParser cbor = CBOR.createParser(bytes)) {
                copy(cbor, json);
            }
        });
    }

    private static void copy(JsonParser cbor, JsonGenerator json) throws IOException {
        int depth = 0;
        do {
            JsonToken token = cbor.nextToken();
            if (token == null) {
                throw new DecodeFault("the CBOR item is cut short");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            one(token, cbor, json);
        } while (depth > 0);
        if (cbor.nextToken() != null) {
            throw new DecodeFault("more than one CBOR item");
        }
    }

    private static void one(JsonToken token, JsonParser cbor, JsonGenerator json) throws IOException {
        switch (token) {
            case VALUE_EMBEDDED_OBJECT -> {
                if (cbor.getEmbeddedObject() == null) {
                    json.writeNull();
                } else {
                    JsonOutput.bytes(json, cbor.getBinaryValue());
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(cbor, json);
            default -> json.copyCurrentEvent(cbor);
        }
    }

    private static void number(JsonParser cbor, JsonGenerator json) throws IOException {
        switch (cbor.getNumberType()) {
            case INT, LONG -> json.writeNumber(cbor.getLongValue());
            case FLOAT -> json.writeNumber(cbor.getFloatValue());
            case DOUBLE -> json.writeNumber(cbor.getDoubleValue());
            case BIG_INTEGER -> JsonOutput.number(json, cbor.getBigIntegerValue());
            case BIG_DECIMAL -> JsonOutput.number(json, cbor.getDecimalValue());
        }
    }
}
