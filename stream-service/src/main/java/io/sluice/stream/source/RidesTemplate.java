package io.sluice.stream.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Taxi rides with an event time: one in five carries a pick-up 3 to 10 s before now, the others now. Pick-ups come from 20
 * zones; keyed by the zone.
 */
final class RidesTemplate extends RecordTemplate {
    static final double LATE_SHARE = 0.2;
    static final int LEAST_LATE_MS = 3_000;
    static final int MOST_LATE_MS = 10_000;

    private static final Integer[] PICK_UPS = {
        43, 48, 68, 79, 90, 107, 113, 132, 138, 140, 141, 142, 161, 162, 163, 170, 186, 230, 236, 237
    };
    private static final int ZONES = 263;
    private static final double BASE_FARE = 3.0;
    private static final double PER_MILE = 3.5;

    RidesTemplate(RandomGenerator random) {
        super(random);
    }

    @Override
    String write(JsonGenerator json, Instant now) throws IOException {
        int pickUp = pick(PICK_UPS);
        double distance = number(0.3, 20, 2);
        boolean late = random.nextDouble() < LATE_SHARE;
        int lateMs = late ? random.nextInt(LEAST_LATE_MS, MOST_LATE_MS + 1) : 0;
        json.writeNumberField("PULocationID", pickUp);
        json.writeNumberField("DOLocationID", random.nextInt(1, ZONES + 1));
        json.writeNumberField("trip_distance", distance);
        json.writeNumberField(
                "total_amount", Math.round((BASE_FARE + distance * PER_MILE + number(0, 5, 2)) * 100) / 100.0);
        json.writeNumberField("tpep_pickup_datetime", now.toEpochMilli() - lateMs);
        return Integer.toString(pickUp);
    }
}
