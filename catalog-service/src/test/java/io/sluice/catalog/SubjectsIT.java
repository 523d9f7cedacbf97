package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.RetoldKey;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.SignIns;
import io.sluice.contract.Subjects;
import io.sluice.contract.Subjects.Subject;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ids of users for other systems, and the key that such systems are told again and again. */
class SubjectsIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    private static final Secret PASSWORD = new Secret("long enough");
    private static int users;

    private static Caller user() {
        Caller user = new Caller("subject" + users++, Role.EDITOR);
        CATALOG.ask(Identity.CREATE_USER, new Identity.CreateUser(ADMIN, user.user(), PASSWORD, user.role()));
        return user;
    }

    private static Subject subject(Caller caller) {
        return CATALOG.ask(Subjects.FIND, new Subjects.FindSubject(caller));
    }

    private static RetoldKey retell(Caller caller) {
        return CATALOG.ask(Identity.RETELL_KEY, new Identity.RetellKey(caller));
    }

    @Test
    void an_id_is_one_users_for_ever_and_not_the_next_ones_of_the_name() {
        Caller one = user();
        Caller other = user();
        Subject before = subject(one);
        assertThat(subject(one)).isEqualTo(before);
        assertThat(before.namespace())
                .matches("ns-[0-9a-f]{12}")
                .endsWith(before.id().toString().substring(24));
        List<String> asked = List.of(before.id().toString(), other.user().toUpperCase(Locale.ROOT), "nobody");
        assertThat(CATALOG.ask(Subjects.RESOLVE, new Subjects.ResolveSubjects(one, asked))
                        .items())
                .containsExactlyInAnyOrder(before, subject(other));

        CATALOG.ask(Identity.DELETE_USER, new Identity.DeleteUser(ADMIN, one.user()));

        assertThat(CATALOG.refused(Subjects.FIND, new Subjects.FindSubject(one)))
                .isInstanceOf(Problem.Unauthenticated.class);
        CATALOG.ask(Identity.CREATE_USER, new Identity.CreateUser(ADMIN, one.user(), PASSWORD, one.role()));
        assertThat(subject(one).id()).isNotEqualTo(before.id());
    }

    @Test
    void a_subject_of_a_provider_that_is_a_uuid_is_the_id_unless_its_namespace_is_taken() {
        UUID id = UUID.randomUUID();
        String last = id.toString().substring(24);
        assertThat(recognised(id.toString(), "first-of-it").id()).isEqualTo(id);
        Subject second = recognised("00000000-0000-4000-8000-" + last, "second-of-it");
        assertThat(second.namespace()).isNotEqualTo("ns-" + last);
        assertThat(recognised("no-uuid", "third-of-it").id()).isNotNull();
    }

    private static Subject recognised(String subject, String name) {
        CATALOG.ask(
                SignIns.RECOGNISE,
                new SignIns.Recognise("https://issuer.example", subject, name, Role.EDITOR, List.of()));
        return subject(new Caller(name, Role.EDITOR));
    }

    @Test
    void one_key_is_told_again_until_it_is_forgotten() {
        Caller user = user();
        List<Future<RetoldKey>> asking = IntStream.range(0, 4)
                .mapToObj(i -> Identity.RETELL_KEY.call(CATALOG.vertx, new Identity.RetellKey(user)))
                .toList();
        Future.await(Future.all(asking));
        Secret first = retell(user).secret();
        assertThat(asking).allMatch(each -> each.result().secret().equals(first));
        assertThat(asking).filteredOn(each -> each.result().fresh()).hasSize(1);
        assertThat(CATALOG.ask(Identity.VERIFY_KEY, new Identity.VerifyKey(first))
                        .caller()
                        .user())
                .isEqualTo(user.user());
        assertThat(CATALOG.sql("select count(*) from catalog.api_keys where strpos(retold_sealed, '" + first.reveal()
                        + "') > 0"))
                .containsExactly("0");

        assertThat(CATALOG.ask(Identity.FORGET_KEY, new Identity.ForgetKey(user))
                        .changed())
                .isTrue();

        assertThat(CATALOG.ask(Identity.FORGET_KEY, new Identity.ForgetKey(user))
                        .changed())
                .isFalse();
        assertThat(CATALOG.refused(Identity.VERIFY_KEY, new Identity.VerifyKey(first)))
                .isInstanceOf(Problem.Unauthenticated.class);
        assertThat(retell(user).secret()).isNotEqualTo(first);
    }

    @Test
    void it_is_not_told_to_who_comes_with_less_nor_mistaken_for_another_of_its_name() {
        Caller user = user();
        retell(user);
        Caller less = new Caller(user.user(), Role.VIEWER, Role.VIEWER);
        assertThat(CATALOG.refused(Identity.RETELL_KEY, new Identity.RetellKey(less)))
                .isInstanceOf(Problem.Forbidden.class);
        Caller named = user();
        CATALOG.ask(Identity.CREATE_KEY, new Identity.CreateKey(named, Identity.RetellKey.NAME, null, null));
        assertThat(CATALOG.refused(Identity.RETELL_KEY, new Identity.RetellKey(named)))
                .isEqualTo(Problem.Conflict.taken("key", Identity.RetellKey.NAME));
    }

    @Test
    void kafka_gets_it_again_after_it_has_lost_it() {
        Caller user = user();
        retell(user);
        String id = CATALOG.sql("select id from catalog.api_keys where username = '" + user.user() + "'")
                .get(0);
        CATALOG.ask(Identity.KAFKA_KEYS_PUT, new Identity.KafkaKeysPut(List.of(id), List.of(), Map.of()));
        assertThat(password(id)).isEmpty();
        CATALOG.ask(Identity.KAFKA_KEYS_PUT, new Identity.KafkaKeysPut(List.of(), List.of(id), Map.of()));
        assertThat(password(id)).isPresent();
    }

    /** The key that Kafka is to be given, if it is. */
    private static Optional<Sealed> password(String id) {
        return CATALOG.ask(Identity.LIST_KAFKA_KEYS, new Identity.ListKafkaKeys()).items().stream()
                .filter(key -> key.id().equals(id))
                .flatMap(key -> Stream.ofNullable(key.password()))
                .findFirst();
    }
}
