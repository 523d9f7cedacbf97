package io.sluice.stream.query;

import org.apache.kafka.streams.kstream.KStream;
import org.jspecify.annotations.Nullable;

/** What becomes of the rows that leave a query. Called while a topology is built, but for the counting, which any of its threads does. */
public interface Exits {
    /**
     * A record was read.
     *
     * @param source the topic that it is of, as others know it
     */
    void onScanned(String source);

    /**
     * What the query gives goes where this says.
     *
     * @param rows timestamps are event times, never negative; a value that is null says that what was written for the key holds no more
     */
    void written(KStream<byte[], Result> rows);

    void lost(KStream<byte[], Loss> rows);

    /** @param place of a record that it was made of */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Result(Place place, byte @Nullable [] value) {}

    /**
     * A row that got no further, as it was.
     *
     * @param late it came after its window had closed; otherwise it could not be calculated with
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Loss(Place place, byte @Nullable [] value, String reason, boolean late) {}
}
