package io.sluice.contract;

/** The answer of a command that has no other: whether it changed something. Idempotent deletes answer {@code false} the second time. */
public record Done(boolean changed) {}
