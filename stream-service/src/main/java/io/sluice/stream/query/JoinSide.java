package io.sluice.stream.query;

import io.sluice.query.Join;

/** One of the two that a join brings together. */
enum JoinSide {
    LEFT('l'),
    RIGHT('r');

    private final char letter;

    JoinSide(char letter) {
        this.letter = letter;
    }

    JoinSide other() {
        return this == LEFT ? RIGHT : LEFT;
    }

    char letter() {
        return letter;
    }

    String prefix() {
        return letter + ":";
    }

    /** What a row says that may meet others. */
    byte[] meets() {
        return new byte[] {(byte) letter};
    }

    /** What a row says that has nothing to be joined by. */
    byte[] alone() {
        return new byte[] {(byte) letter, 'a'};
    }

    static JoinSide of(byte[] parts) {
        return parts[0] == LEFT.letter ? LEFT : RIGHT;
    }

    static boolean isAlone(byte[] parts) {
        return parts.length > 1;
    }

    /** Whether a row of this side counts that has met nothing. */
    boolean isKept(Join.Type type) {
        return type == Join.Type.OUTER || (this == LEFT && type == Join.Type.LEFT);
    }

    /** For how long after a row those of the other side may come that it meets, in milliseconds. */
    long waits(Join join) {
        return (this == LEFT ? join.after() : join.before()).toMillis();
    }
}
