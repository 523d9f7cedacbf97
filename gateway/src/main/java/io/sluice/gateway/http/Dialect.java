package io.sluice.gateway.http;

/** How another system's API tells failures. Its routes take a body with every method, of whatever media type it is said to be. */
public interface Dialect {

    /** The answer to any failure; what is no problem is a bug, and logged by {@link Problems#answer(Throwable, String)}. */
    Answer failure(Throwable failure, String requestId);
}
