package io.sluice.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Verdict;
import io.sluice.testkit.RecordVariants;
import io.sluice.testkit.RecordVariants.Variant;
import io.sluice.testkit.TestRegistry;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of the {@link RecordVariants} is shown as JSON, and can be filtered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordVariantsTest {
    private final TestRegistry registry = TestRegistry.start();
    private final RecordVariants variants = new RecordVariants(registry);
    private final SchemaRegistry schemas = new SchemaRegistry(new RegistryConfig(registry.url()));
    private final Decoders decoders = new Decoders(schemas, Duration.ofSeconds(10));

    @AfterAll
    void close() {
        schemas.close();
        registry.close();
    }

    Stream<Variant> variants() {
        return variants.all();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void is_shown_and_filtered(Variant variant) {
        Seen seen = Seen.of(decoders, variant.format(), variant.keyBytes(), variant.bytes());

        assertThat(seen.shown()).isEqualTo(variant.value());
        assertThat(seen.shownKey()).isEqualTo(variant.key());
        assertThat(seen.verdict(variant.match())).isEqualTo(Verdict.MATCH);
        assertThat(seen.verdict(variant.other())).isEqualTo(Verdict.NO_MATCH);
    }
}
