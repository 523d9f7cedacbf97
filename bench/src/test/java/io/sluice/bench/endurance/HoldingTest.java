package io.sluice.bench.endurance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A check that never finds anything proves nothing. */
class HoldingTest {
    private static final Wanted THIRD = Wanted.ALL.get(1);

    private final Ledger ledger = new Ledger(2);
    private final Holding holding = new Holding(2);

    HoldingTest() {
        ledger.add(0, 0, 3);
        ledger.add(0, 1, 4);
        ledger.add(0, 5, 3);
        ledger.add(1, 70_000, 3);
    }

    private void take(String... records) {
        RecordScan.take(("[" + String.join(",", records) + "]").getBytes(US_ASCII), holding);
    }

    private static String record(int partition, long offset) {
        return "{\"topic\":\"t\",\"partition\":" + partition + ",\"offset\":" + offset + ",\"value\":{}}";
    }

    private Verdict verdict() {
        return holding.compare(ledger.expected(THIRD));
    }

    @Test
    void exactly_the_matching_offsets_are_good() {
        take(record(0, 0), record(1, 70_000), record(0, 5));
        assertThat(verdict()).isEqualTo(new Verdict(3, 0, 0, 0, 0));
        assertThat(verdict().isGood()).isTrue();
        assertThat(holding.nextOffsets()).isEqualTo("offsets:0=6,1=70001");
    }

    @Test
    void a_record_that_never_came_is_missing() {
        take(record(0, 0), record(1, 70_000));
        assertThat(verdict()).isEqualTo(new Verdict(2, 1, 0, 0, 0));
    }

    @Test
    void a_record_twice_or_out_of_order_is_repeated() {
        take(record(0, 0), record(0, 5), record(0, 5), record(0, 1), record(1, 70_000));
        assertThat(verdict()).isEqualTo(new Verdict(3, 0, 2, 0, 0));
    }

    @Test
    void a_record_that_does_not_match_or_was_aborted_is_unexpected() {
        take(record(0, 0), record(0, 1), record(0, 3), record(0, 5), record(1, 70_000));
        assertThat(verdict()).isEqualTo(new Verdict(5, 0, 0, 2, 0));
    }

    @Test
    void a_gap_is_not_good() {
        holding.gap();
        assertThat(verdict().isGood()).isFalse();
    }

    @Test
    void the_token_of_a_frame_is_its_last() {
        byte[] frame = "{\"type\":\"records\",\"records\":[],\"token\":\"abc\"}".getBytes(US_ASCII);
        assertThat(RecordScan.token(frame)).isEqualTo("abc");
        assertThat(RecordScan.token("{}".getBytes(US_ASCII))).isNull();
    }
}
