package io.sluice.stream.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Orders like those of the well-known data generator for Kafka; keyed by the order's id, which counts up over restarts. */
final class OrdersTemplate extends RecordTemplate {
    private static final int ITEMS = 1_000;
    private static final int CITIES = 100;
    private static final String[] STATES = {
        "AZ", "CA", "CO", "FL", "GA", "IL", "MA", "MI", "NC", "NY", "OH", "PA", "TX", "UT", "VA", "WA"
    };
    private static final int LEAST_ZIP = 10_000;
    private static final int MOST_ZIP = 100_000;

    private long order;

    /** @param first id of the next order */
    OrdersTemplate(RandomGenerator random, long first) {
        super(random);
        this.order = first;
    }

    @Override
    String write(JsonGenerator json, Instant now) throws IOException {
        long id = order++;
        json.writeNumberField("ordertime", now.toEpochMilli());
        json.writeNumberField("orderid", id);
        json.writeStringField("itemid", "Item_" + random.nextInt(ITEMS));
        json.writeObjectFieldStart("address");
        json.writeStringField("city", "City_" + random.nextInt(CITIES));
        json.writeStringField("state", pick(STATES));
        json.writeNumberField("zipcode", random.nextInt(LEAST_ZIP, MOST_ZIP));
        json.writeEndObject();
        return Long.toString(id);
    }
}
