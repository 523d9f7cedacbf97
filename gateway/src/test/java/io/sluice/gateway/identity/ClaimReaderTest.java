package io.sluice.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.SignIns;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimReaderTest {
    private static final Map<String, Role> MEANING =
            Map.of("reader", Role.VIEWER, "writer", Role.EDITOR, "boss", Role.ADMIN);

    private static ClaimReader reader(String roles, @Nullable String groups, @Nullable Role otherwise) {
        OidcConfig.Claims claims = new OidcConfig.Claims("name", roles, groups, MEANING, otherwise);
        return new ClaimReader(
                new OidcConfig("https://issuer", "client", null, List.of("openid"), claims, null, "title"));
    }

    private static JsonObject claims() {
        return new JsonObject().put("sub", "1").put("name", "ada");
    }

    @Test
    void a_claim_is_found_by_its_name_or_else_as_a_path() {
        JsonObject nested = claims().put("realm", new JsonObject().put("roles", new JsonArray().add("writer")));
        assertThat(reader("realm.roles", null, null).read(nested).role()).isEqualTo(Role.EDITOR);
        JsonObject literal = nested.copy().put("realm.roles", "boss");
        assertThat(reader("realm.roles", null, null).read(literal).role()).isEqualTo(Role.ADMIN);
        JsonObject address = claims().put("https://sluice.example/roles", new JsonArray().add("boss"));
        assertThat(reader("https://sluice.example/roles", null, null)
                        .read(address)
                        .role())
                .isEqualTo(Role.ADMIN);
    }

    @Property
    void the_highest_role_counts_and_what_means_nothing_does_not(@ForAll @Size(max = 6) List<String> noise) {
        JsonArray roles = new JsonArray(new ArrayList<>(noise))
                .add("reader")
                .add("writer")
                .add(7)
                .add("Boss");
        SignIns.Recognise read = reader("roles", "roles", null).read(claims().put("roles", roles));
        assertThat(read.role()).isEqualTo(noise.contains("boss") ? Role.ADMIN : Role.EDITOR);
        assertThat(read.groups())
                .contains("reader", "writer", "Boss")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Property
    void without_any_there_is_the_default_or_nothing(@ForAll @Size(max = 4) List<Integer> noise) {
        JsonObject claims = claims().put("roles", new JsonArray(List.copyOf(noise)));
        assertThat(reader("roles", null, Role.VIEWER).read(claims).role()).isEqualTo(Role.VIEWER);
        assertThat(reader("roles", null, Role.VIEWER).read(claims).groups()).isEmpty();
        assertThatThrownBy(() -> reader("roles", null, null).read(claims)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> reader("not.there", null, null).read(claims)).isInstanceOf(ProblemException.class);
    }

    @Property
    void wherever_a_browser_is_sent_back_to_is_on_this_host(@ForAll String anything) throws Exception {
        String path = StartedSignIn.localPath("/" + anything);
        assertThat(path).startsWith("/").doesNotStartWith("//").doesNotContain("\\", "\r", "\n");
        assertThat(StartedSignIn.localPath(anything)).startsWith("/");
    }

    @Test
    void places_of_the_pages_are_gone_back_to() {
        assertThat(StartedSignIn.localPath("/live?topic=a&where=b%20%3E%201#x"))
                .isEqualTo("/live?topic=a&where=b%20%3E%201#x");
        for (String other :
                List.of("", "live", "//evil.example", "/\\evil.example", "/\tevil", "https://evil", "/api/v1/me")) {
            assertThat(StartedSignIn.localPath(other)).isEqualTo("/");
        }
    }
}
