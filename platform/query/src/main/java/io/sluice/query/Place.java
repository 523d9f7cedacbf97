package io.sluice.query;

import io.sluice.filter.SyntaxReader;

/**
 * Where something was written.
 *
 * @param pointer of the text in a JSON document, as of RFC 6901; empty where there is only one text
 * @param start in the text, in UTF-16 units
 */
record Place(String pointer, int start, int end) {
    static Place of(String pointer, SyntaxReader.Part part) {
        return new Place(pointer, part.start(), part.end());
    }

    static Place of(String pointer, SyntaxReader.Word word) {
        return new Place(pointer, word.start(), word.end());
    }
}
