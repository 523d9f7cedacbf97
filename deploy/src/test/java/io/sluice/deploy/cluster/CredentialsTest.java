package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Secret;
import io.sluice.deploy.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Secret SECRET = new Secret("known to all of these");
    private static final Credentials NODE = SecretAuthority.credentials(SECRET, Instant.now());
    private static final Credentials OTHER =
            SecretAuthority.credentials(new Secret("known to all of them!"), Instant.now());

    @TempDir
    Path directory;

    @Test
    void the_authority_follows_from_the_secret_and_nothing_else() {
        Credentials again = SecretAuthority.credentials(SECRET, Instant.now().minus(300, ChronoUnit.DAYS));

        assertThat(again.authority().getPublicKey()).isEqualTo(NODE.authority().getPublicKey());
        assertThat(again.key()).isNotEqualTo(NODE.key());
        assertThat(OTHER.authority().getPublicKey())
                .isNotEqualTo(NODE.authority().getPublicKey());
    }

    @Test
    void a_node_is_believed_by_those_with_its_secret_alone() {
        Credentials again = SecretAuthority.credentials(SECRET, Instant.now());

        assertThat(new Credentials(NODE.chain(), NODE.key(), again.authority()).fault())
                .isNull();
        assertThat(new Credentials(NODE.chain(), NODE.key(), OTHER.authority()).fault())
                .startsWith("it is not valid now, not signed by the authority");
        assertThat(new Credentials(NODE.chain(), again.key(), NODE.authority()).fault())
                .isEqualTo("the key is that of another one");
    }

    @Test
    void a_certificate_that_a_node_signs_for_itself_is_good_for_nothing() {
        assertThat(new Credentials(List.of(OTHER.authority()), OTHER.key(), NODE.authority()).fault())
                .isNotNull();
    }

    @Test
    void a_certificate_is_not_believed_after_its_end() {
        Credentials old = SecretAuthority.credentials(SECRET, Instant.now().minus(3_651, ChronoUnit.DAYS));

        assertThat(old.fault()).startsWith("it is not valid now");
    }

    @Test
    void the_key_is_not_printed() {
        assertThat(NODE.toString()).isEqualTo("Credentials[CN=Sluice node]");
    }

    @Test
    void files_say_the_same() throws IOException {
        Path certificate = write("node.pem", NODE.chainPem());
        Path key = write("node.key", NODE.keyPem().reveal());
        Path authority = write("authority.pem", NODE.authorityPem());

        assertThat(PemFiles.credentials(certificate, key, authority)).isEqualTo(NODE);
    }

    @Test
    void files_that_cannot_be_used_are_named() throws IOException {
        Path certificate = write("node.pem", NODE.chainPem());
        Path key = write("node.key", NODE.keyPem().reveal());
        Path authority = write("authority.pem", NODE.authorityPem());
        Path another = write("another.pem", OTHER.authorityPem());
        Path two = write("two.pem", NODE.authorityPem() + OTHER.authorityPem());
        Path otherKey = write("other.key", OTHER.keyPem().reveal());
        Path absent = directory.resolve("absent.pem");

        assertRefused(absent, key, authority, "The file " + absent + " cannot be read as PEM.");
        assertRefused(key, key, authority, "The file " + key + " has no certificate (PEM).");
        assertRefused(
                certificate,
                authority,
                authority,
                "The file " + authority + " has no private key (PEM, not encrypted).");
        assertRefused(
                certificate,
                key,
                two,
                "The file " + two + " has 2 certificates; cluster.tls.authority is exactly one.");
        assertRefused(
                certificate,
                key,
                another,
                "The node's own certificate " + certificate + " cannot be used: it is not valid now, not signed by the "
                        + "authority, or not good for both servers and clients.");
        assertRefused(
                certificate,
                otherKey,
                authority,
                "The node's own certificate " + certificate + " cannot be used: the key is that of another one.");
    }

    private static void assertRefused(Path certificate, Path key, Path authority, String sentence) {
        assertThatThrownBy(() -> PemFiles.credentials(certificate, key, authority))
                .isInstanceOf(StartFailure.class)
                .hasMessage(sentence);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
