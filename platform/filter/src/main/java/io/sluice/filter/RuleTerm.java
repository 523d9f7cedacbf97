package io.sluice.filter;

import java.util.List;

/** A part of a rule, before its place says what it is: a bare word may be a column or a text. */
sealed interface RuleTerm {
    int start();

    int end();

    /** What it is, is known: a calculation, a number, a list, or, with {@code condition}, something true or false. */
    record Known(Typed typed, boolean condition) implements RuleTerm {
        @Override
        public int start() {
            return typed.start();
        }

        @Override
        public int end() {
            return typed.end();
        }
    }

    /** A text in quotes. */
    record Quoted(Token token) implements RuleTerm {
        @Override
        public int start() {
            return token.start();
        }

        @Override
        public int end() {
            return token.end();
        }
    }

    /**
     * Bare words, as in {@code fixed acidity}; or several names that are joined by one sign without space, as in
     * {@code high-risk}, {@code m/s} or {@code x-y}.
     *
     * @param token the whole, as it is written
     * @param sign between the names, if there is more than one
     * @param literal in backticks: a name and nothing else
     */
    record Word(Token token, List<String> names, Expr.Operator sign, boolean literal) implements RuleTerm {
        @Override
        public int start() {
            return token.start();
        }

        @Override
        public int end() {
            return token.end();
        }

        boolean isTruth() {
            return !literal
                    && (token.value().equalsIgnoreCase("true") || token.value().equalsIgnoreCase("false"));
        }

        boolean isNull() {
            return !literal && token.value().equalsIgnoreCase("null");
        }
    }
}
