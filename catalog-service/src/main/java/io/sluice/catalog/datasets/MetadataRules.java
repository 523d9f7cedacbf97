package io.sluice.catalog.datasets;

import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Metadata;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the metadata of a dataset may look like. Sizes are in UTF-16 units. */
final class MetadataRules {
    static final int MAX_CONTACTS = 100;
    static final int MAX_FIELDS = 5_000;
    static final int MAX_NAME = 500;
    static final int MAX_SHORT = 200;
    static final int MAX_DESCRIPTION = 2_000;

    private static final int MAX_EMAIL = 254;
    private static final double MAX_LONGITUDE = 180;
    private static final double MAX_LATITUDE = 90;

    /** The DOI Handbook's prefix, and a suffix of printable characters. */
    private static final Pattern DOI = Pattern.compile("10\\.\\d{4,9}(?:\\.\\d{1,9}){0,4}/[^\\s\\p{Cntrl}]{1,280}");

    /** Not the whole of RFC 5321: what a mail would really be sent to. */
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>(),;:\\\\\"\\[\\]]{1,64}@[^\\s@.]{1,63}(?:\\.[^\\s@.]{1,63})+");

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private MetadataRules() {}

    static void check(Violations violations, Metadata metadata) {
        contacts(violations, metadata.contacts());
        if (metadata.doi() != null) {
            violations.check(
                    DOI.matcher(metadata.doi()).matches(), "/metadata/doi", "expected a DOI such as 10.5066/F7P55KJN");
        }
        if (metadata.homepage() != null) {
            DatasetRules.address(violations, metadata.homepage(), "/metadata/homepage", "http", "https");
        }
        extents(violations, metadata.temporal(), "/metadata/temporal", metadata.spatial(), "/metadata/spatial");
        fields(violations, metadata.fields());
    }

    /** When and where; of a dataset or of what is looked for. */
    static void extents(
            Violations violations,
            Metadata.@Nullable Temporal temporal,
            String when,
            Metadata.@Nullable Spatial spatial,
            String where) {
        if (temporal != null) {
            temporal(violations, temporal, when);
        }
        if (spatial != null) {
            spatial(violations, spatial, where);
        }
    }

    private static void contacts(Violations violations, List<Metadata.Contact> contacts) {
        violations.check(
                contacts.size() <= MAX_CONTACTS, "/metadata/contacts", "at most " + MAX_CONTACTS + " contacts");
        for (int i = 0; i < Math.min(contacts.size(), MAX_CONTACTS); i++) {
            Metadata.Contact contact = contacts.get(i);
            String pointer = "/metadata/contacts/" + i;
            violations.filled(contact.name(), MAX_SHORT, pointer + "/name");
            optional(violations, contact.organization(), MAX_SHORT, pointer + "/organization");
            optional(violations, contact.role(), MAX_SHORT, pointer + "/role");
            String email = contact.email();
            if (email != null) {
                violations
                        .text(email, MAX_EMAIL, pointer + "/email")
                        .check(EMAIL.matcher(email).matches(), pointer + "/email", "expected an e-mail address");
            }
        }
    }

    private static void temporal(Violations violations, Metadata.Temporal temporal, String pointer) {
        Optional<Instant> start = instant(violations, temporal.start(), pointer + "/start");
        Optional<Instant> end = instant(violations, temporal.end(), pointer + "/end");
        if (start.isPresent() && end.isPresent()) {
            violations.check(!end.get().isBefore(start.get()), pointer + "/end", "is before the start");
        }
    }

    private static Optional<Instant> instant(Violations violations, @Nullable String text, String pointer) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Instant> parsed = instant(text);
        violations.check(parsed.isPresent(), pointer, "expected an RFC 3339 date or time, such as 2026-01-31");
        return parsed;
    }

    /** An RFC 3339 time, or the beginning of such a date; empty for anything else. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    DATE.matcher(text).matches()
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    private static void spatial(Violations violations, Metadata.Spatial spatial, String pointer) {
        degrees(violations, spatial.west(), MAX_LONGITUDE, pointer + "/west");
        degrees(violations, spatial.east(), MAX_LONGITUDE, pointer + "/east");
        degrees(violations, spatial.south(), MAX_LATITUDE, pointer + "/south");
        degrees(violations, spatial.north(), MAX_LATITUDE, pointer + "/north");
        violations.check(!(spatial.south() > spatial.north()), pointer + "/north", "is south of the southern edge");
        optional(violations, spatial.place(), MAX_NAME, pointer + "/place");
    }

    private static void degrees(Violations violations, double degrees, double most, String pointer) {
        violations.check(Math.abs(degrees) <= most, pointer, "expected " + -most + " to " + most + " degrees");
    }

    private static void fields(Violations violations, List<Metadata.Field> fields) {
        violations.check(fields.size() <= MAX_FIELDS, "/metadata/fields", "at most " + MAX_FIELDS + " fields");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < Math.min(fields.size(), MAX_FIELDS); i++) {
            Metadata.Field field = fields.get(i);
            String pointer = "/metadata/fields/" + i;
            violations
                    .filled(field.name(), MAX_NAME, pointer + "/name")
                    .check(names.add(field.name()), pointer + "/name", "is described twice");
            optional(violations, field.type(), MAX_SHORT, pointer + "/type");
            optional(violations, field.unit(), MAX_SHORT, pointer + "/unit");
            optional(violations, field.description(), MAX_DESCRIPTION, pointer + "/description");
        }
    }

    private static void optional(Violations violations, @Nullable String text, int maxLength, String pointer) {
        if (text != null) {
            violations.text(text, maxLength, pointer);
        }
    }
}
