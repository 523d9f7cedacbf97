package io.sluice.filter;

/**
 * One fault of a filter's or projection's text.
 *
 * @param message what was expected and what was found, in words a user can act on
 * @param position 0-based offset in the text, in UTF-16 units
 * @param length of the faulty part, in UTF-16 units; 0 at the end of the text
 */
public record Violation(String message, int position, int length) {}
