package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.CreatedKey;
import io.sluice.contract.Identity.KafkaKey;
import io.sluice.contract.Identity.Key;
import io.sluice.contract.Identity.RetoldKey;
import io.sluice.contract.Identity.RotateKey;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another secret for a key under its name: what stays, what ends, and who may. */
class RotationIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    private static final Problem GONE = new Problem.Unauthenticated();
    private static int users;

    private final Caller user = user();

    private static Caller user() {
        Caller user = new Caller("rotating" + users++, Role.EDITOR);
        CATALOG.ask(
                Identity.CREATE_USER,
                new Identity.CreateUser(ADMIN, user.user(), new Secret("long enough"), user.role()));
        return user;
    }

    @Test
    void the_new_secret_has_the_name_rights_and_end_of_the_old_one_which_is_refused() {
        CreatedKey beside = create("beside", null, null);
        CreatedKey old = create("script", Duration.ofDays(1), Role.VIEWER);
        Verified before = verify(old.secret());
        CATALOG.clock.advance(Duration.ofHours(1));

        CreatedKey rotated = rotate(user, "script", null);

        assertThat(rotated.secret()).isNotEqualTo(old.secret());
        assertThat(refusal(old.secret())).isEqualTo(GONE);
        assertThat(listed("script")).isEqualTo(rotated.key());
        assertThat(rotated.key().role()).isEqualTo(Role.VIEWER);
        assertThat(rotated.key().expiresAt()).isEqualTo(old.key().expiresAt());
        assertThat(rotated.key().createdAt()).isEqualTo(CATALOG.clock.instant());
        assertThat(rotated.key().lastUsedAt()).isNull();
        assertThat(rotated.key().kafka()).isNotEqualTo(old.key().kafka());
        assertThat(verify(rotated.secret()).caller()).isEqualTo(before.caller());
        assertThat(verify(beside.secret()).key()).isEqualTo("beside");
        assertThat(keys()).extracting(Key::name).containsExactly("beside", "script");
    }

    @Test
    void kafka_is_to_have_the_new_one_and_nothing_of_the_old_one_comes_back() {
        create("native", null, null);
        KafkaKey old = kafkaKey();
        CATALOG.ask(Identity.KAFKA_KEYS_PUT, new Identity.KafkaKeysPut(List.of(old.id()), List.of(), Map.of()));
        rotate(user, "native", null);
        KafkaKey fresh = kafkaKey();
        assertThat(fresh.username()).isNotEqualTo(old.username());
        assertThat(fresh.password()).isNotNull();

        // What is told of the old one after that is told too late.
        Map<String, Instant> used = Map.of(old.id(), CATALOG.clock.instant());
        CATALOG.ask(Identity.KAFKA_KEYS_PUT, new Identity.KafkaKeysPut(List.of(old.id()), List.of(), used));
        assertThat(kafkaKey()).isEqualTo(fresh);
        assertThat(listed("native").lastUsedAt()).isNull();
    }

    @Test
    void a_key_that_kafka_has_lost_is_one_again() {
        create("lost", null, null);
        List<String> id = List.of(kafkaKey().id());
        CATALOG.ask(Identity.KAFKA_KEYS_PUT, new Identity.KafkaKeysPut(id, List.of(), Map.of()));
        CATALOG.ask(Identity.KAFKA_KEYS_PUT, new Identity.KafkaKeysPut(List.of(), id, Map.of()));
        assertThat(listed("lost").kafka()).isNull();

        assertThat(rotate(user, "lost", null).key().kafka())
                .isEqualTo(listed("lost").kafka());
        assertThat(kafkaKey().password()).isNotNull();
    }

    @Test
    void a_new_life_counts_from_now_and_brings_back_what_has_expired() {
        CreatedKey old = create("brief", Duration.ofMinutes(1), null);
        CATALOG.clock.advance(Duration.ofMinutes(1));
        assertThat(refusal(user, "brief", null)).isInstanceOf(Problem.Conflict.class);
        assertThat(listed("brief")).isEqualTo(old.key());

        CreatedKey rotated = rotate(user, "brief", Duration.ofDays(2));
        assertThat(rotated.key().expiresAt()).isEqualTo(CATALOG.clock.instant().plus(Duration.ofDays(2)));
        assertThat(verify(rotated.secret()).key()).isEqualTo("brief");
        assertThat(refusal(old.secret())).isEqualTo(GONE);
        assertThat(refusal(user, "brief", Duration.ZERO)).isInstanceOf(Problem.Invalid.class);
        assertThat(verify(rotated.secret()).key()).isEqualTo("brief");
    }

    @Test
    void what_is_missing_or_another_users_is_not_there() {
        create("mine", null, null);
        Caller other = user();
        for (String name : List.of("mine", "none", "no\0key")) {
            assertThat(refusal(other, name, null)).isEqualTo(Problem.NotFound.of("key", name));
        }
    }

    @Test
    void a_key_rotates_itself_and_none_that_may_more() {
        CreatedKey viewing = create("viewing", null, Role.VIEWER);
        CreatedKey editing = create("editing", null, null);
        Caller viewer = verify(viewing.secret()).caller();

        CreatedKey rotated = rotate(viewer, "viewing", null);
        assertThat(verify(rotated.secret()).caller()).isEqualTo(viewer);
        assertThat(refusal(viewer, "editing", null)).isInstanceOf(Problem.Forbidden.class);
        assertThat(verify(editing.secret()).caller()).isEqualTo(user);
    }

    @Test
    void of_many_at_once_the_last_one_counts() {
        CreatedKey old = create("contended", null, null);
        List<Future<CreatedKey>> rotations = IntStream.range(0, 8)
                .mapToObj(i -> Identity.ROTATE_KEY.call(CATALOG.vertx, new RotateKey(user, "contended", null)))
                .toList();
        Future.await(Future.all(rotations));

        assertThat(refusal(old.secret())).isEqualTo(GONE);
        assertThat(keys()).hasSize(1);
        assertThat(rotations)
                .extracting(rotation -> rotation.result().secret())
                .doesNotHaveDuplicates()
                .filteredOn(RotationIT::isGood)
                .hasSize(1);
    }

    @Test
    void a_key_that_is_told_again_is_told_as_the_new_one() {
        RetoldKey told = retell();
        String name = Identity.RetellKey.NAME;
        assertThat(refusal(user, name, Duration.ofDays(1))).isInstanceOf(Problem.Conflict.class);
        CreatedKey rotated = rotate(user, name, null);

        assertThat(refusal(told.secret())).isEqualTo(GONE);
        assertThat(retell().secret()).isEqualTo(rotated.secret()).isNotEqualTo(told.secret());
        assertThat(retell().fresh()).isFalse();
        assertThat(rotate(user, create("plain", null, null).key().name(), null)).isNotNull();
        assertThat(CATALOG.sql("select name from catalog.api_keys where retold_sealed is not null and username = '"
                        + user.user() + "'"))
                .containsExactly(name);
    }

    private CreatedKey create(String name, Duration life, Role role) {
        return CATALOG.ask(Identity.CREATE_KEY, new Identity.CreateKey(user, name, life, role));
    }

    private RetoldKey retell() {
        return CATALOG.ask(Identity.RETELL_KEY, new Identity.RetellKey(user));
    }

    private List<Key> keys() {
        return CATALOG.ask(Identity.LIST_KEYS, new Identity.ListKeys(user)).items();
    }

    private Key listed(String name) {
        return keys().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The one key of the user, as Kafka is to have it. */
    private KafkaKey kafkaKey() {
        return CATALOG.ask(Identity.LIST_KAFKA_KEYS, new Identity.ListKafkaKeys()).items().stream()
                .filter(key -> key.user().equals(user.user()))
                .findFirst()
                .orElseThrow();
    }

    private static CreatedKey rotate(Caller caller, String name, Duration life) {
        return CATALOG.ask(Identity.ROTATE_KEY, new RotateKey(caller, name, life));
    }

    private static Problem refusal(Caller caller, String name, Duration life) {
        return CATALOG.refused(Identity.ROTATE_KEY, new RotateKey(caller, name, life));
    }

    private static Verified verify(Secret key) {
        return CATALOG.ask(Identity.VERIFY_KEY, new Identity.VerifyKey(key));
    }

    private static Problem refusal(Secret key) {
        return CATALOG.refused(Identity.VERIFY_KEY, new Identity.VerifyKey(key));
    }

    private static boolean isGood(Secret key) {
        return Identity.VERIFY_KEY
                .call(CATALOG.vertx, new Identity.VerifyKey(key))
                .map(true)
                .otherwise(false)
                .await();
    }
}
