package io.sluice.stream.intake.feed;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.Credentials;
import io.sluice.stream.intake.SourceFault;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaAccessTest {
    private final AddressRules rules = AddressRules.of(
            List.of(),
            host -> host.equals("mixed.example")
                    ? new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")}
                    : InetAddress.getAllByName(host));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9092",
                "[::1]:9092",
                "[::ffff:127.0.0.1]:9092",
                "2130706433:9092",
                "PLAINTEXT://127.0.0.1:9092",
                "8.8.8.8:9092,10.0.0.1:9092",
                "169.254.169.254:80",
                "mixed.example:9092"
            })
    void brokers_that_may_not_be_reached_are_refused_before_anything_is_opened(String bootstrap) {
        KafkaAccess access = new KafkaAccess("t", bootstrap, null, Credentials.NONE, rules, Map.of());

        assertThatThrownBy(() -> ForeignTopic.open(access)).isInstanceOf(SourceFault.class);
    }

    @Test
    void a_broker_of_the_public_internet_may() {
        KafkaAccess access = new KafkaAccess("t", "8.8.8.8:9092", null, Credentials.NONE, rules, Map.of());

        assertThatCode(() -> access.checkHost("8.8.8.8")).doesNotThrowAnyException();
    }
}
