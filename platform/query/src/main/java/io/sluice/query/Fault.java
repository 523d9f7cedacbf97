package io.sluice.query;

import io.sluice.filter.Violation;

/**
 * Why a definition is refused.
 *
 * @param pointer of the faulty text in the JSON document, as of RFC 6901; empty for a query that is one text
 * @param violation with its place in that text
 */
public record Fault(String pointer, Violation violation) {}
