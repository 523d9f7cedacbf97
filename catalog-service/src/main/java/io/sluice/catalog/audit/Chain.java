package io.sluice.catalog.audit;

import io.sluice.contract.Audit.Entry;
import io.sluice.contract.Audit.Event;
import io.sluice.runtime.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The digest of an entry: SHA-256 over the digest of the one before it and every field of this one, each text with its length in front, so
 * that no two entries have the same bytes. Times count in microseconds, as they are stored.
 */
final class Chain {
    private static final int ABSENT = -1;

    private Chain() {}

    /** @param before the digest of the entry before, in hexadecimal */
    static String hash(String before, long seq, Instant recordedAt, Event event) {
        MessageDigest digest = Sha256.start();
        digest.update(HexFormat.of().parseHex(before));
        number(digest, seq);
        number(digest, micros(recordedAt));
        text(digest, event.id().toString());
        number(digest, micros(event.at()));
        text(digest, event.actor().user());
        text(digest, event.actor().credential());
        text(digest, event.actor().address());
        text(digest, event.action());
        text(digest, event.thing().kind());
        text(digest, event.thing().id());
        text(digest, event.thing().name());
        text(digest, event.thing().owner());
        text(digest, event.outcome().name());
        text(digest, event.rule());
        number(digest, event.status());
        text(digest, event.request());
        number(digest, event.details().size());
        new TreeMap<>(event.details()).forEach((name, value) -> {
            text(digest, name);
            text(digest, value);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether this entry is what was written behind the one with this digest. */
    static boolean fits(String before, Entry entry) {
        return entry.hash().equals(hash(before, entry.seq(), entry.recordedAt(), entry.event()));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static void number(MessageDigest digest, long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static void text(MessageDigest digest, @Nullable String text) {
        if (text == null) {
            number(digest, ABSENT);
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(digest, bytes.length);
            digest.update(bytes);
        }
    }
}
