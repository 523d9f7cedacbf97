package io.sluice.stream.source;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Network sessions of made-up persons: the sixteen fields of DrivenData's course, keyed by user name. Nobody is real: documents
 * and accounts are random digits (the account number has valid check digits), mail goes to reserved domains, addresses to
 * documentation ranges.
 */
final class TrafficTemplate extends RecordTemplate {
    private static final String[] FIRST = {
        "Andrei",
        "Maria",
        "Ion",
        "Elena",
        "Mihai",
        "Ioana",
        "Radu",
        "Ana",
        "Vlad",
        "Irina",
        "Stefan",
        "Cristina",
        "Matei",
        "Diana",
        "Paul",
        "Sofia",
        "Tudor",
        "Alina",
        "Victor",
        "Larisa"
    };
    private static final String[] LAST = {
        "Popescu",
        "Ionescu",
        "Popa",
        "Dumitru",
        "Stan",
        "Stoica",
        "Gheorghe",
        "Rusu",
        "Munteanu",
        "Matei",
        "Marin",
        "Lazar",
        "Ciobanu",
        "Florea",
        "Dobre",
        "Tudor",
        "Nistor",
        "Moldovan",
        "Barbu",
        "Ene"
    };
    private static final String[] STREETS = {
        "Strada Florilor", "Bulevardul Unirii", "Aleea Teilor", "Strada Morii", "Calea Victoriei", "Strada Izvor"
    };
    private static final String[] TOWNS = {"Cluj-Napoca", "Iasi", "Brasov", "Sibiu", "Oradea", "Constanta", "Arad"};
    private static final String[] MAIL = {"example.com", "example.net", "example.org"};
    private static final String[] BANKS = {"TEST", "FAKE", "DEMO"};
    /** The three networks that RFC 5737 keeps for documentation. */
    private static final String[] NETWORKS = {"192.0.2.", "198.51.100.", "203.0.113."};

    private static final DateTimeFormatter ACCESSED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final LocalDate OLDEST = LocalDate.of(1940, 1, 1);
    private static final int BIRTH_DAYS = 24_000;
    private static final int IBAN_MODULUS = 97;

    TrafficTemplate(RandomGenerator random) {
        super(random);
    }

    @Override
    String write(JsonGenerator json, Instant now) throws IOException {
        String first = pick(FIRST);
        String last = pick(LAST);
        LocalDate birth = OLDEST.plusDays(random.nextInt(BIRTH_DAYS));
        String user = plain(first) + "." + plain(last) + random.nextInt(100);
        json.writeStringField("person_name", first + " " + last);
        json.writeStringField("user_name", user);
        json.writeStringField("email", user + "@" + pick(MAIL));
        json.writeNumberField("personal_number", random.nextLong(1_000_000_000_000L, 10_000_000_000_000L));
        json.writeStringField("birth_date", birth.toString());
        json.writeStringField(
                "address", pick(STREETS) + " " + (1 + random.nextInt(200)) + ", " + digits(6) + " " + pick(TOWNS));
        json.writeStringField("phone_number", "+40 7" + digits(8));
        json.writeStringField("mac_address", mac());
        json.writeStringField("ip_address", pick(NETWORKS) + (1 + random.nextInt(254)));
        json.writeStringField("iban", iban());
        json.writeStringField("accessed_at", ACCESSED.format(now));
        json.writeNumberField("session_duration", random.nextInt(36_001));
        json.writeNumberField("download_speed", random.nextInt(1_001));
        json.writeNumberField("upload_speed", random.nextInt(801));
        json.writeNumberField("consumed_traffic", random.nextInt(2_000_001));
        json.writeStringField("unique_id", uuid());
        return user;
    }

    /** Locally administered, so no maker's. */
    private String mac() {
        StringBuilder mac = new StringBuilder("02");
        for (int i = 0; i < 5; i++) {
            mac.append(String.format(Locale.ROOT, ":%02x", random.nextInt(256)));
        }
        return mac.toString();
    }

    /** ISO 13616: the two check digits make the whole, country at the end and letters as numbers, 1 modulo 97. */
    private String iban() {
        String account = pick(BANKS) + digits(16);
        StringBuilder number = new StringBuilder();
        (account + "RO00").chars().forEach(c -> number.append(Character.digit(c, Character.MAX_RADIX)));
        int rest = new BigInteger(number.toString())
                .mod(BigInteger.valueOf(IBAN_MODULUS))
                .intValue();
        return String.format(Locale.ROOT, "RO%02d%s", IBAN_MODULUS + 1 - rest, account);
    }

    private String uuid() {
        long most = (random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
        long least = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(most, least).toString();
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\P{ASCII}", "")
                .toLowerCase(Locale.ROOT);
    }
}
