package io.sluice.stream.intake;

import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.runtime.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The opened secrets of one source. Never printed. Immutable; any thread. */
public final class Credentials {
    public static final Credentials NONE = new Credentials(Map.of());
    private static final String HEADERS = "headers.";

    private final Map<String, Secret> secrets;

    private Credentials(Map<String, Secret> secrets) {
        this.secrets = Map.copyOf(secrets);
    }

    /** @throws SourceFault if they were sealed with another master key */
    public static Credentials open(Vault vault, Map<String, Sealed> sealed) throws SourceFault {
        Map<String, Secret> secrets = new HashMap<>();
        for (Map.Entry<String, Sealed> entry : sealed.entrySet()) {
            try {
                secrets.put(entry.getKey(), vault.open(entry.getValue()));
            } catch (Vault.WrongKey wrong) {
                throw SourceFault.lasting(
                        "The secrets of this source were sealed with another master key; enter them again.");
            }
        }
        return new Credentials(secrets);
    }

    public @Nullable Secret get(String name) {
        return secrets.get(name);
    }

    /**
     * The headers that show who asks: {@code token} as Bearer, {@code username} and {@code password} as Basic, {@code headers.X}
     * as the header X. Only for the host that the owner named.
     */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        Secret username = secrets.get("username");
        Secret password = secrets.get("password");
        if (username != null || password != null) {
            String both = reveal(username) + ":" + reveal(password);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        Secret token = secrets.get("token");
        if (token != null) {
            headers.put("Authorization", "Bearer " + token.reveal());
        }
        secrets.forEach((name, secret) -> {
            if (name.startsWith(HEADERS)) {
                headers.put(name.substring(HEADERS.length()), secret.reveal());
            }
        });
        return headers;
    }

    @Override
    public String toString() {
        return "***";
    }

    private static String reveal(@Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }
}
