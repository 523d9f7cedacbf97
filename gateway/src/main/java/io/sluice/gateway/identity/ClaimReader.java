package io.sluice.gateway.identity;

import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.SignIns;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who somebody is here, by the claims of a provider's token that was verified. Pure. */
record ClaimReader(OidcConfig config) {
    private static final int MAX_GROUP = 200;

    /** @throws io.sluice.contract.ProblemException {@code Forbidden} if nothing in the claims gives a role */
    SignIns.Recognise read(JsonObject claims) {
        String subject = text(claims, "sub").orElse("");
        OidcConfig.Claims names = config.claims();
        Role role = texts(claims, names.roles())
                .map(names.meaning()::get)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .or(() -> Optional.ofNullable(names.otherwise()))
                .orElseThrow(() -> new Problem.Forbidden("The provider gives this user no role here.").toException());
        String username = text(claims, names.username()).orElse("");
        return new SignIns.Recognise(config.issuer(), subject, username, role, groups(claims));
    }

    private List<String> groups(JsonObject claims) {
        String claim = config.claims().groups();
        return claim == null
                ? List.of()
                : texts(claims, claim)
                        .filter(group -> !group.isEmpty() && group.length() <= MAX_GROUP)
                        .distinct()
                        .sorted()
                        .limit(SignIns.Recognise.MAX_GROUPS)
                        .toList();
    }

    private static Optional<String> text(JsonObject claims, String name) {
        return find(claims, name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Stream<String> texts(JsonObject claims, String name) {
        Object found = find(claims, name);
        if (found instanceof String text) {
            return Stream.of(text);
        }
        return found instanceof JsonArray list
                ? list.stream().filter(String.class::isInstance).map(String.class::cast)
                : Stream.empty();
    }

    /** The claim of this very name, or else what the name leads to as a path: names of claims may be addresses with dots. */
    private static @Nullable Object find(JsonObject claims, String name) {
        if (claims.containsKey(name)) {
            return claims.getValue(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && claims.getValue(name.substring(0, dot)) instanceof JsonObject inner
                ? find(inner, name.substring(dot + 1))
                : null;
    }
}
