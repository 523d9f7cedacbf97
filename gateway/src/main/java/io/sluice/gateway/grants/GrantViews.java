package io.sluice.gateway.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.contract.Grants.AccessRequest;
import io.sluice.contract.Grants.Granted;
import io.sluice.contract.Grants.Ruling;
import io.sluice.contract.Grants.ThingRef;
import io.sluice.rights.Grantee;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rights as the API shows them. */
final class GrantViews {
    private GrantViews() {}

    /** @param id the name that it goes by */
    record On(String kind, String id) {
        static On of(ThingRef ref) {
            return new On(ref.kind().text(), ref.ref());
        }
    }

    record To(
            @Nullable String user,
            @Nullable String group,
            @Nullable String organization) {
        static To of(Grantee grantee) {
            return new To(
                    named(grantee, Grantee.Kind.USER),
                    named(grantee, Grantee.Kind.GROUP),
                    named(grantee, Grantee.Kind.ORGANIZATION));
        }

        private static @Nullable String named(Grantee grantee, Grantee.Kind kind) {
            return grantee.kind() == kind ? grantee.name() : null;
        }
    }

    record GrantView(
            String id,
            On on,
            String thing,
            To to,
            String level,
            boolean download,
            @Nullable Instant expiresAt,
            String createdBy,
            Instant createdAt) {
        static GrantView of(Granted grant) {
            return new GrantView(
                    grant.id(),
                    On.of(grant.on()),
                    grant.thing(),
                    To.of(grant.to()),
                    text(grant.level()),
                    grant.download(),
                    grant.expiresAt(),
                    grant.createdBy(),
                    grant.createdAt());
        }
    }

    record RulingView(
            String user,
            List<String> rights,
            String rule,
            @Nullable String of,
            List<String> grants,
            boolean capped) {
        static RulingView of(Ruling ruling) {
            return new RulingView(
                    ruling.user(),
                    ruling.rights().stream().sorted().map(GrantViews::text).toList(),
                    ruling.rule(),
                    ruling.of(),
                    ruling.grants(),
                    ruling.capped());
        }
    }

    record RightsView(
            On on,
            String thing,
            List<RulingView> items,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {}

    record RequestView(
            String id,
            On on,
            String user,
            String level,
            String reason,
            String state,
            Instant createdAt,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable String grant) {
        static RequestView of(AccessRequest request) {
            return new RequestView(
                    request.id(),
                    On.of(request.on()),
                    request.user(),
                    text(request.level()),
                    request.reason(),
                    text(request.state()),
                    request.createdAt(),
                    request.decidedAt(),
                    request.decidedBy(),
                    request.grant());
        }
    }

    record RequestsView(List<RequestView> mine, List<RequestView> open) {}

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
