package io.sluice.stream.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Orders like those of the well-known data generator for Kafka; keyed by the order's id, which counts up. */
final class OrdersTemplate extends RecordTemplate {
    private static final int ITEMS = 1_000;
    private static final int CITIES = 100;
    private static final int LEAST_ZIP = 10_000;
    private static final int MOST_ZIP = 100_000;

    private long order;

    OrdersTemplate(RandomGenerator random) {
        super(random);
    }

    @Override
    String write(JsonGenerator json, Instant now) throws IOException {
        long id = order++;
        json.writeNumberField("ordertime", now.toEpochMilli());
        json.writeNumberField("orderid", id);
        json.writeStringField("itemid", "Item_" + random.nextInt(ITEMS));
        json.writeObjectFieldStart("address");
        json.writeStringField("city", "City_" + random.nextInt(CITIES));
        json.writeStringField("state", "State_" + random.nextInt(CITIES));
        json.writeNumberField("zipcode", random.nextInt(LEAST_ZIP, MOST_ZIP));
        json.writeEndObject();
        return Long.toString(id);
    }
}
