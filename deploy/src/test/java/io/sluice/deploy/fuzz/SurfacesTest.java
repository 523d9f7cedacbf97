package io.sluice.deploy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.diaspora.DiasporaApi;
import io.sluice.runtime.KafkaLink;
import io.sluice.testkit.OpenApi;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents by which other systems' surfaces are fuzzed leave none of their routes out. */
class SurfacesTest {
    @Test
    void every_route_below_diaspora_is_fuzzed() {
        KafkaLink.Users users = KafkaLink.plain("127.0.0.1:1").users();
        // Nothing is asked, so nothing is needed to ask.
        DiasporaApi api = new DiasporaApi(null, users, new DiasporaApi.Records(null, null, null));
        List<String> routes = api.routes().stream()
                .map(route -> route.method() + " " + nameless(route.path()))
                .toList();

        assertThat(OpenApi.of("/diaspora.yaml").operations())
                .extracting(operation -> operation.method() + " " + nameless(operation.path()))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    private static String nameless(String path) {
        return path.replaceAll("\\{[a-z]+\\}", "{}");
    }
}
