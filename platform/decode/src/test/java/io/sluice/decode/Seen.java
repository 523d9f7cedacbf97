package io.sluice.decode;

import io.sluice.contract.RecordFormat;
import io.sluice.filter.Filter;
import io.sluice.filter.Matcher;
import io.sluice.filter.Projection;
import io.sluice.filter.RecordView;
import io.sluice.filter.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** A record as a filter sees it, behind its decoders. */
record Seen(RecordContent content) implements RecordView {
    static Seen of(Decoders decoders, RecordFormat format, byte[] key, byte[] value) {
        RecordContent content = decoders.of(format);
        content.show(key, value);
        return new Seen(content);
    }

    Verdict verdict(String where) {
        return Matcher.of(Filter.parse(where).orElseThrow(), Projection.ALL, Clock.systemUTC())
                .evaluate(this);
    }

    /** The value as it is shown; of what cannot be decoded the reason. */
    String shown() {
        return shown(content.value(), content.filteredValue());
    }

    String shownKey() {
        return shown(content.key(), content.filteredKey());
    }

    private static String shown(Decoded decoded, byte[] bytes) {
        if (decoded instanceof Decoded.Failed failed) {
            return failed.reason();
        }
        byte[] json = decoded instanceof Decoded.Json made ? made.bytes() : bytes;
        return json == null ? null : new String(json, StandardCharsets.UTF_8);
    }

    @Override
    public String topic() {
        return "rides";
    }

    @Override
    public int partition() {
        return 0;
    }

    @Override
    public long offset() {
        return 17;
    }

    @Override
    public long timestamp() {
        return 1_763_692_800_000L;
    }

    @Override
    public byte[] key() {
        return content.filteredKey();
    }

    @Override
    public byte[] value() {
        return content.filteredValue();
    }

    @Override
    public int headerCount() {
        return 0;
    }

    @Override
    public String headerName(int i) {
        throw new IndexOutOfBoundsException(i);
    }

    @Override
    public byte[] headerValue(int i) {
        throw new IndexOutOfBoundsException(i);
    }
}
