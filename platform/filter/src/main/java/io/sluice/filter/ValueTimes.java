package io.sluice.filter;

import java.time.Instant;
import java.util.Optional;

/** Values as times. */
final class ValueTimes {
    private ValueTimes() {}

    static Optional<Instant> read(Value value) {
        if (value instanceof Value.Time time) {
            return Optional.of(time.value());
        }
        Cell source = new Cell();
        if (value instanceof Value.Number number) {
            source.number(number.value());
        } else if (value instanceof Value.Text text) {
            byte[] bytes = Texts.encode(text.value());
            source.text(bytes, 0, bytes.length);
        } else if (value instanceof Value.Structure structure && structure.json()[0] == '[') {
            source.array(structure.json(), 0);
        }
        Cell time = new Cell();
        return Times.read(source, time)
                ? Optional.of(Instant.ofEpochSecond(time.number, time.scale))
                : Optional.empty();
    }
}
