package io.sluice.catalog.identity;

import io.sluice.contract.Secret;
import io.sluice.runtime.Sha256;
import io.sluice.runtime.Vault;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A key that was drawn just now: {@code slk_<id>_<secret>}. */
record Drawn(String id, Secret secret) {
    private static final int ID_BYTES = 8;

    static Drawn of(SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new Drawn(HexFormat.of().formatHex(id), new Secret(Secrets.random(random)));
    }

    /** As its user is told it. */
    Secret whole() {
        return new Secret("slk_" + id + "_" + secret.reveal());
    }

    /** @param retold whether it is to be told again */
    KeyStore.Kept kept(Vault vault, boolean retold) {
        return new KeyStore.Kept(Sha256.of(secret.reveal()), vault.seal(whole()), retold);
    }
}
