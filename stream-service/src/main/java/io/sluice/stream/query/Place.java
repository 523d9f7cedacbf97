package io.sluice.stream.query;

/** Where a row was read. */
public record Place(String topic, int partition, long offset) {}
