package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one path where the cursor stands. */
final class PathParser {
    private final Cursor cursor;
    private final List<Path.Step> steps = new ArrayList<>();

    PathParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Whether a path may begin with this token. */
    static boolean begins(Token token) {
        return switch (token.kind()) {
            case WORD, QUOTED, ROOT -> true;
            case TEXT, NUMBER, SIGN, BROKEN, END -> false;
        };
    }

    Path path() {
        Token first = cursor.peek();
        if (!begins(first)) {
            throw cursor.unexpected("expected a path");
        }
        if (first.kind() == Token.Kind.WORD
                && Path.RESERVED.contains(first.value().toLowerCase(Locale.ROOT))) {
            throw cursor.unexpected("expected a path (a reserved word is written in double quotes)");
        }
        cursor.next();
        Path.Root root = Path.Root.VALUE;
        if (first.kind() == Token.Kind.ROOT) {
            root = root(first);
        } else {
            steps.add(new Path.Name(first.value()));
        }
        while (cursor.peek().isSign(".") || cursor.peek().isSign("[")) {
            step();
        }
        checkSteps(root, first);
        return new Path(root, steps);
    }

    private void checkSteps(Path.Root root, Token first) {
        if (steps.size() > Limits.MAX_STEPS) {
            throw cursor.refuse("a path has at most " + Limits.MAX_STEPS + " steps", first);
        }
        switch (root) {
            case VALUE, KEY -> {}
            case HEADERS -> {
                if (steps.size() != 1 || !(steps.get(0) instanceof Path.Name)) {
                    throw cursor.refuse("expected one header's name, as in $headers.x or $headers.\"x.y\"", first);
                }
            }
            case TEXT, PARTITION, OFFSET, TIMESTAMP, TOPIC -> {
                if (!steps.isEmpty()) {
                    throw cursor.refuse("$" + root.word() + " has nothing inside of it", first);
                }
            }
        }
    }

    private Path.Root root(Token token) {
        String word = token.value().toLowerCase(Locale.ROOT);
        for (Path.Root root : Path.Root.values()) {
            if (root.word().equals(word)) {
                return root;
            }
        }
        throw cursor.refuse("there is no '$" + token.value() + "'" + Words.didYouMeanRoot(word), token);
    }

    private void step() {
        boolean dot = cursor.next().isSign(".");
        Token token = cursor.peek();
        if (!dot) {
            steps.add(index(token));
            cursor.expectSign("]", "expected ']' after the index");
        } else if (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED) {
            cursor.next();
            steps.add(new Path.Name(token.value()));
        } else {
            throw cursor.unexpected("expected a name after '.' (any name can be written in double quotes)");
        }
    }

    private Path.Index index(Token token) {
        boolean digits = token.kind() == Token.Kind.NUMBER && token.value().matches("[0-9]{1,7}");
        if (!digits || Integer.parseInt(token.value()) > Limits.MAX_INDEX) {
            throw cursor.unexpected("expected an index from 0 to " + Limits.MAX_INDEX);
        }
        cursor.next();
        return new Path.Index(Integer.parseInt(token.value()));
    }
}
