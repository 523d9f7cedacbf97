package io.sluice.filter;

import java.util.Locale;

/** One word, literal or sign of a text; {@code value} is what it means, {@code start} and {@code end} where it stands. */
record Token(Kind kind, String value, int start, int end) {

    enum Kind {
        /** A bare word: keyword, function or name. */
        WORD,
        /** A name in double quotes. */
        QUOTED,
        /** A text in single quotes. */
        TEXT,
        NUMBER,
        /** A dollar sign with its word. */
        ROOT,
        SIGN,
        /** Something that the lexer has already reported. */
        BROKEN,
        END
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && value.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && value.toLowerCase(Locale.ROOT).equals(word);
    }

    /** As a message shows it: shortened, never the whole of a long literal. */
    String shown() {
        String brief = value.length() <= 40 ? value : value.substring(0, 40) + "…";
        return switch (kind) {
            case WORD, NUMBER, SIGN, BROKEN -> "'" + brief + "'";
            case QUOTED -> "the name \"" + brief + '"';
            case TEXT -> "the text '" + brief + "'";
            case ROOT -> "'$" + brief + "'";
            case END -> "the end";
        };
    }
}
