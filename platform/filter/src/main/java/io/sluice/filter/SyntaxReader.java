package io.sluice.filter;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text that has expressions of this language as parts, word by word: the one door to its lexer and parser. All faults have their places in
 * the whole text. What reads the parts is run by {@link #attempt}, which ends it at the first fault and goes on where the next part begins. Owned by
 * one thread.
 */
public final class SyntaxReader {
    private final Checker check;
    private final Cursor cursor;
    private final Parser parser;

    /** An expression, and where it stands. */
    public record Part(Expr expr, int start, int end) {}

    /** A path, and where it was read. */
    public record Mention(Path path, int start, int end) {}

    /**
     * A word, and where it stands.
     *
     * @param quoted whether in double quotes, so that it is a name whatever it says
     */
    public record Word(String value, boolean quoted, int start, int end) {}

    /** Functions that are not of this language. */
    public interface Calls {
        /** As they are written, in small letters. */
        List<String> words();

        /**
         * Reads a call; the reader stands behind the opening parenthesis, and behind all of the call afterwards.
         *
         * @return what stands for its result in the tree
         */
        Path read(Word function, SyntaxReader reader);
    }

    private SyntaxReader(String text, Set<String> stops, @Nullable Calls calls) {
        List<Violation> violations = new ArrayList<>();
        List<Token> tokens = Lexer.tokens(text, violations);
        this.check = new Checker(violations);
        this.cursor = new Cursor(tokens, check, stops);
        this.parser = new Parser(cursor, check, calls == null ? null : foreign(calls));
    }

    /**
     * A reader at the beginning of a text.
     *
     * @param stops words in small letters that begin another part, as does a comma: what is broken ends there
     */
    public static SyntaxReader of(String text, Set<String> stops, @Nullable Calls calls) {
        return new SyntaxReader(text, Set.copyOf(stops), calls);
    }

    private Parser.Calls foreign(Calls calls) {
        List<String> words = calls.words();
        Set<String> known = Set.copyOf(words);
        return new Parser.Calls() {
            @Override
            public boolean knows(String name) {
                return known.contains(name);
            }

            @Override
            public List<String> words() {
                return words;
            }

            @Override
            public Path read(Token name) {
                return calls.read(word(name), SyntaxReader.this);
            }
        };
    }

    private static Word word(Token token) {
        return new Word(token.value(), token.kind() == Token.Kind.QUOTED, token.start(), token.end());
    }

    /** Runs what reads a part; at a fault moves to the next part, and where a limit was passed, to the end. */
    public boolean attempt(Runnable part) {
        int start = cursor.position();
        try {
            part.run();
            return true;
        } catch (SyntaxError e) {
            if (e.fatal()) {
                cursor.skipToEnd();
            } else {
                cursor.skipToStop(start);
            }
            return false;
        }
    }

    public boolean atEnd() {
        return cursor.atEnd();
    }

    /** Where the next word begins. */
    public int position() {
        return cursor.peek().start();
    }

    /** Where the last word that was taken ends. */
    public int lastEnd() {
        return cursor.last().end();
    }

    /** Whether these words are next, one after the other. */
    public boolean atWords(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!cursor.peek(i).isWord(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Takes these words where they are next. */
    public boolean takeWords(String... words) {
        boolean there = atWords(words);
        for (int i = 0; there && i < words.length; i++) {
            cursor.next();
        }
        return there;
    }

    public boolean atSign(String sign) {
        return cursor.peek().isSign(sign);
    }

    /** Whether the word behind the next one is this sign. */
    public boolean secondIsSign(String sign) {
        return cursor.peekSecond().isSign(sign);
    }

    /** Whether the word behind the next one may begin a value, other than by a sign. */
    public boolean secondBeginsValue() {
        return switch (cursor.peekSecond().kind()) {
            case WORD, QUOTED, TEXT, NUMBER, ROOT -> true;
            case SIGN, BROKEN, END -> cursor.peekSecond().isSign("(");
        };
    }

    public boolean takeSign(String sign) {
        return cursor.takeSign(sign);
    }

    public void expectSign(String sign, String expected) {
        cursor.expectSign(sign, expected);
    }

    /** The next word without taking it; none where a literal, a sign or the end is next. */
    public Optional<Word> peekWord() {
        Token token = cursor.peek();
        boolean word = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED;
        return word ? Optional.of(word(token)) : Optional.empty();
    }

    /** Takes a name, bare or in double quotes. */
    public Word name(String expected) {
        Word name = peekWord().orElseThrow(() -> unexpected(expected));
        cursor.next();
        return name;
    }

    /** Takes a text in single quotes. */
    public Word text(String expected) {
        if (!atText()) {
            throw unexpected(expected);
        }
        return word(cursor.next());
    }

    public boolean atText() {
        return cursor.peek().kind() == Token.Kind.TEXT;
    }

    /** Takes a number that is not negative. */
    public BigDecimal number(String expected) {
        Token token = cursor.peek();
        BigDecimal number = token.kind() == Token.Kind.NUMBER ? Numbers.parse(token.value()) : null;
        if (number == null) {
            throw unexpected(expected);
        }
        cursor.next();
        return number;
    }

    /** Takes an expression. */
    public Part expression() {
        return part(parser.expression());
    }

    /** Takes an expression that must be a condition. */
    public Part condition() {
        return part(check.condition(parser.expression()));
    }

    private static Part part(Typed typed) {
        return new Part(typed.expr(), typed.start(), typed.end());
    }

    /** Takes the next word or sign, whatever it is. */
    public void skip() {
        cursor.next();
    }

    /** Takes all that is left, also what its lexer found wrong. */
    public void skipAll() {
        cursor.skipToEnd();
        check.forget();
    }

    /** Reports that something else was expected here; the caller throws what it answers. */
    public RuntimeException unexpected(String expected) {
        return cursor.unexpected(expected);
    }

    /** Reports what is well written but cannot be. */
    public void report(String message, int start, int end) {
        check.report(message, start, end);
    }

    /** What was found wrong so far, by position, no more than is useful. */
    public List<Violation> violations() {
        return check.violations();
    }

    /** The paths that were read between two places. */
    public List<Mention> mentions(int start, int end) {
        return check.mentions().stream()
                .filter(mention -> mention.start() >= start && mention.end() <= end)
                .toList();
    }

    /** Whether a text spells a number, which a cast would read. */
    public static boolean isNumber(String text) {
        return Literals.isNumericText(new Expr.Text(text));
    }

    /** Reads {@code 15m}, {@code 1h30m}, {@code 2.5s}; none where it is no duration. */
    public static Optional<Duration> duration(String text) {
        return Optional.ofNullable(Times.duration(text)).map(cell -> Duration.ofSeconds(cell.number, cell.scale));
    }

    /** What stands behind an unknown word in a message: the known one that was probably meant, else all. */
    public static String didYouMean(String word, List<String> known) {
        return Words.nearest(word.toLowerCase(Locale.ROOT), known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; expected one of " + String.join(", ", known));
    }
}
