package io.sluice.stream.intake.feed;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of one text, one after the other, each as compact JSON. Used by one thread. */
interface Records extends AutoCloseable {

    /**
     * @return null at the end
     * @throws Unreadable with {@code RECORD} the next call goes on behind it
     */
    byte @Nullable [] next() throws Unreadable, IOException;

    @Override
    void close() throws IOException;
}
