package io.sluice.stream.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Batch.Raw;
import io.sluice.stream.intake.Pending.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PendingTest {
    /** {@code {"values":{"q":[1,2.5]},"id":"P505"}} */
    private static final byte[] MESSAGE_PACK =
            HexFormat.of().parseHex("82a676616c75657381a1719201cb4004000000000000a26964a450353035");

    @Test
    void message_pack_is_looked_into_when_something_is_to_be_changed_and_else_copied_as_it_is() {
        Pending mapped = pending(Map.of("station", "id", "second", "values.q[1]"));
        Pending plain = pending(Map.of());

        mapped.raw(raw(MESSAGE_PACK));
        plain.raw(raw(MESSAGE_PACK));

        assertThat(mapped.records()).hasSize(1);
        assertThat(new String(mapped.records().get(0).value(), UTF_8))
                .contains("\"station\":\"P505\"")
                .contains("\"second\":2.5");
        assertThat(plain.records().get(0).value()).isEqualTo(MESSAGE_PACK);
    }

    @Test
    void what_is_packed_with_blosc_is_told_when_it_would_have_to_be_changed_and_else_copied_as_it_is() {
        byte[] blosc = ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {2, 1, 0x21, 8})
                .putInt(40)
                .putInt(40)
                .putInt(20)
                .array();
        Pending mapped = pending(Map.of("station", "id"));
        Pending plain = pending(Map.of());

        mapped.raw(raw(blosc));
        plain.raw(raw(blosc));

        assertThat(mapped.records()).isEmpty();
        assertThat(mapped.totals().failed()).isEqualTo(1);
        assertThat(mapped.totals().failures())
                .singleElement(STRING)
                .startsWith("A record of partition 3: the value is packed with Blosc")
                .contains("cannot be read here");
        assertThat(plain.records().get(0).value()).isEqualTo(blosc);
    }

    @Test
    void cut_message_pack_is_told() {
        Pending mapped = pending(Map.of("station", "id"));

        mapped.raw(raw(java.util.Arrays.copyOf(MESSAGE_PACK, 9)));

        assertThat(mapped.totals().failed()).isEqualTo(1);
        assertThat(mapped.totals().failures()).singleElement(STRING).contains("MessagePack");
    }

    @Test
    void the_latest_failures_are_told_oldest_first_however_many_there_are() {
        Pending pending = pending(Map.of());
        Checkpoint checkpoint = Checkpoint.beginning("f");
        for (int i = 0; i < 30; i++) {
            pending.failed("row " + i);
        }
        checkpoint = checkpoint.after(pending.positions(), pending.totals(), false);
        pending.clear();
        pending.failed("row 30");
        checkpoint = checkpoint.after(pending.positions(), pending.totals(), false);

        assertThat(checkpoint.totals().failed()).isEqualTo(31);
        assertThat(checkpoint.totals().failures())
                .hasSize(20)
                .startsWith("row 11")
                .endsWith("row 30");
    }

    @Test
    void going_back_forgets_what_came_since_the_mark() {
        Pending pending = pending(Map.of());
        pending.json("{\"a\":1}".getBytes(UTF_8));
        pending.position("", "1");
        Pending.Mark mark = pending.mark();
        pending.json("{\"a\":2}".getBytes(UTF_8));
        pending.failed("bad");
        pending.position("", "2");
        pending.position("other", null);

        pending.back(mark);

        assertThat(pending.records()).hasSize(1);
        assertThat(pending.positions()).isEqualTo(Map.of("", "1"));
        assertThat(pending.totals().rows()).isEqualTo(1);
        assertThat(pending.totals().failed()).isZero();
        assertThat(pending.totals().failures()).isEmpty();
    }

    @Test
    void headers_stay_with_their_record_mapped_or_not() {
        for (Map<String, String> mapping : List.of(Map.<String, String>of(), Map.of("b", "a"))) {
            Pending pending = pending(mapping);

            pending.json("{\"a\":1}".getBytes(UTF_8), new RecordHeaders().add("event", "tide".getBytes(UTF_8)));

            assertThat(pending.records()).singleElement().satisfies(record -> assertThat(
                            record.headers().lastHeader("event").value())
                    .isEqualTo("tide".getBytes(UTF_8)));
        }
    }

    private static Raw raw(byte[] value) {
        return new Raw(3, null, value, 1, new RecordHeaders());
    }

    private static Pending pending(Map<String, String> mapping) {
        Shaper shaper = new Shaper(Processing.of("kafka", Map.of()), mapping, Clock.systemUTC());
        return new Pending(new Target("t", 4, 1_000_000), shaper, Duration.ofMinutes(1));
    }
}
