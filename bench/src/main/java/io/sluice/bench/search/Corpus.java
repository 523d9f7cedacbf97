package io.sluice.bench.search;

import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A made-up catalog, the same for the same seed: 300 organisations, 2,000 tags and 30,000 words by Zipf's law, all types, names in
 * families with common prefixes, notes of 5 to 60 words, two in a hundred private. Datasets are made one by one, by number.
 */
public final class Corpus {
    public static final int ORGANIZATIONS = 300;

    private static final int TAGS = 2_000;
    private static final int FAMILIES = 4_000;
    private static final int OWNERS = 500;
    private static final int PERCENT_PRIVATE = 2;
    private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
    private static final String[] UNITS = {"degC", "mm", "m/s", "hPa", "%", "ug/m3"};
    private static final String[] TYPES = {
        "csv",
        "csv",
        "csv",
        "csv",
        "csv",
        "csv",
        "csv",
        "json",
        "json",
        "json",
        "netcdf",
        "netcdf",
        "netcdf",
        "kafka",
        "kafka",
        "kafka",
        "s3",
        "s3",
        "service",
        "event_stream"
    };

    private final long seed;
    private final Vocabulary vocabulary;
    private final Zipf words;
    private final Zipf organizations = new Zipf(ORGANIZATIONS);
    private final Zipf tags = new Zipf(TAGS);
    private final Zipf families = new Zipf(FAMILIES);

    public Corpus(long seed) {
        this.seed = seed;
        this.vocabulary = new Vocabulary(seed);
        this.words = new Zipf(vocabulary.size());
    }

    public static String organization(int rank) {
        return "org-" + String.format("%03d", rank);
    }

    String tag(int rank) {
        return vocabulary.word(16 + rank * 3);
    }

    String word(int rank) {
        return vocabulary.word(rank);
    }

    int vocabulary() {
        return vocabulary.size();
    }

    Zipf words() {
        return words;
    }

    Zipf organizations() {
        return organizations;
    }

    Zipf tags() {
        return tags;
    }

    public Dataset dataset(int number) {
        SplittableRandom random = new SplittableRandom(seed * 31 + number);
        String organization = organization(organizations.draw(random));
        String name = family(families.draw(random)) + "-" + number;
        Instant created = FIRST.plus(Duration.ofSeconds(150L * number));
        Instant updated = created.plus(Duration.ofSeconds(random.nextInt(3 * 86_400)));
        return new Dataset(
                new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(1L << 62) | 1L << 63),
                name,
                text(random, random.nextInt(3, 9)),
                organization,
                text(random, random.nextInt(5, 61)),
                List.copyOf(someTags(random)),
                random.nextInt(3) == 0 ? "CC-BY-4.0" : null,
                random.nextInt(100) < PERCENT_PRIVATE,
                extras(random),
                source(TYPES[random.nextInt(TYPES.length)], organization, name),
                Map.of(),
                Map.of(),
                metadata(random, number),
                Map.of(),
                false,
                "user-" + random.nextInt(OWNERS),
                1,
                created,
                updated);
    }

    private String family(int rank) {
        return vocabulary.word(20 + rank % 97) + "-" + vocabulary.word(3 + rank);
    }

    String text(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : " ").append(vocabulary.word(words.draw(random)));
        }
        return text.toString();
    }

    private Set<String> someTags(SplittableRandom random) {
        Set<String> some = new LinkedHashSet<>();
        for (int count = random.nextInt(7); count > 0; count--) {
            some.add(tag(tags.draw(random)));
        }
        return some;
    }

    private Map<String, Object> extras(SplittableRandom random) {
        Map<String, Object> extras = new LinkedHashMap<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            extras.put(vocabulary.word(words.draw(random)), "ref-" + random.nextInt(1_000_000));
        }
        return extras;
    }

    private Metadata metadata(SplittableRandom random, int number) {
        if (random.nextInt(4) > 0) {
            return Metadata.NONE;
        }
        double west = random.nextInt(-170, 160);
        double south = random.nextInt(-80, 70);
        return new Metadata(
                List.of(),
                "10.5072/SLUICE." + number,
                null,
                new Metadata.Temporal(2000 + random.nextInt(20) + "-01-01", null),
                new Metadata.Spatial(west, south, west + random.nextInt(1, 10), south + random.nextInt(1, 10), null),
                List.of(new Metadata.Field(
                        vocabulary.word(words.draw(random)), "number", UNITS[random.nextInt(UNITS.length)], null)));
    }

    private static Source source(String type, String organization, String name) {
        String url = "https://" + organization + ".example.org/data/" + name;
        return switch (type) {
            case "csv" -> new Source.Csv(url + ".csv", name, 1);
            case "json" -> new Source.Json(url + ".json", name, 1);
            case "netcdf" -> new Source.NetCdf(url + ".nc", name, 1);
            case "event_stream" -> new Source.EventStream(url, name, 1);
            case "s3" -> new Source.S3("s3://" + organization + "/" + name);
            case "service" -> new Source.Service(url, null, null, null);
            default -> Source.Kafka.of(name);
        };
    }
}
