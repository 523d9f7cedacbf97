package io.sluice.gateway.ndp;

import io.sluice.contract.Dataset;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.Security;
import io.sluice.contract.Source;
import io.sluice.gateway.http.Fields;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.Vault;
import io.vertx.ext.web.handler.HttpException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The five forms in which clients register and change datasets. */
final class Forms {
    private static final String SERVICES = "services";

    private final String bootstrap;
    private final Vault vault;

    /** @param bootstrap of the platform's own broker */
    Forms(String bootstrap, Vault vault) {
        this.bootstrap = bootstrap;
        this.vault = vault;
    }

    Draft kafka(Fields body, @Nullable Dataset known) {
        Form form = new Form(body, "dataset_", known);
        Draft.Words words = form.words();
        String topic = form.required("kafka_topic");
        String host = form.required("kafka_host");
        Integer port = form.port("kafka_port");
        Map<String, String> mapping = form.mapping();
        Map<String, Object> extras = form.extras(Set.of("host", "port", "topic"), "Extras contain reserved keys: ");
        Map<String, Object> given = form.processing();
        Map<String, Object> options = form.options("kafka", Options.of("kafka", given, true), extras);
        form.checkName();
        Faults.check(body.violations());
        Options.check("kafka", options, known);
        Map<String, Sealed> credentials = new LinkedHashMap<>();
        Map<String, Object> shown = Options.kept(
                extras == null ? null : withoutSecrets(extras, credentials), Options.of("kafka", given, false), known);
        Source.Kafka before = known != null && known.source() instanceof Source.Kafka kafka ? kafka : null;
        NdpDataset.Place place = NdpDataset.Place.of(
                before == null || before.bootstrap() == null ? bootstrap : before.bootstrap(),
                before == null ? "" : before.topic());
        Source source = kafka(
                Objects.requireNonNullElse(topic, place.topic()),
                Objects.requireNonNullElse(host, place.host()) + ":" + (port == null ? place.port() : port),
                Objects.requireNonNullElse(shown, known == null ? Map.of() : known.extras()));
        return new Draft(words, shown, source, mapping, options, credentials.isEmpty() ? null : credentials);
    }

    /** The platform's own broker is recognised by whatever name of this machine it is called. */
    private Source kafka(String topic, String broker, Map<String, Object> extras) {
        boolean own = KafkaLink.isSame(broker, bootstrap);
        String protocol = text(extras, "security_protocol");
        if (own) {
            return Source.Kafka.of(topic);
        }
        Security security = protocol == null
                ? null
                : new Security(
                        protocol(protocol),
                        mechanism(text(extras, "sasl_mechanism")),
                        text(extras, "username"),
                        null,
                        null);
        return new Source.Kafka(topic, broker, security, null, 1);
    }

    private static Security.Protocol protocol(String text) {
        try {
            return Security.Protocol.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw unprocessable("extras/security_protocol: expected PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL");
        }
    }

    private static Security.@Nullable Mechanism mechanism(@Nullable String text) {
        try {
            return text == null ? null : Security.Mechanism.of(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw unprocessable("extras/sasl_mechanism: expected PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
        }
    }

    /** Clients have no other place for a password than the extras; it does not stay there. */
    private Map<String, Object> withoutSecrets(Map<String, Object> extras, Map<String, Sealed> credentials) {
        Map<String, Object> shown = new LinkedHashMap<>(extras);
        for (String name : List.of("password", "sasl_password", "sasl_plain_password")) {
            Object secret = shown.remove(name);
            if (secret != null) {
                credentials.put(Security.PASSWORD, vault.seal(new Secret(secret.toString())));
            }
        }
        return shown;
    }

    Draft url(Fields body, @Nullable Dataset known) {
        Form form = new Form(body, "resource_", known);
        Draft.Words words = form.words();
        String url = form.required("resource_url");
        String word = body.optionalText(NdpDataset.FILE_TYPE);
        Map<String, String> mapping = form.mapping();
        Map<String, Object> extras =
                form.extras(Set.of("url", NdpDataset.FILE_TYPE), "Reserved key error: extras contain ");
        form.address("resource_url", "http", "https");
        String type = known == null || word != null
                ? Sources.typeOf(word).orElse(null)
                : known.source().type();
        String address = url != null || known == null ? url : Sources.url(known.source());
        Map<String, Object> given = form.processing();
        Faults.check(body.violations());
        if (type != null && Sources.isFile(type)) {
            Map<String, Object> options = form.options(type, given, extras);
            Options.check(type, options, known);
            String topic = known == null || known.source().output() == null
                    ? String.valueOf(words.name())
                    : String.valueOf(known.source().output());
            Source source = Sources.file(type, String.valueOf(address), topic, 1);
            return new Draft(words, extras, source, mapping, options, null);
        }
        Map<String, Object> marked =
                new LinkedHashMap<>(extras != null ? extras : known == null ? Map.of() : known.extras());
        if (known == null || word != null) {
            marked.put(NdpDataset.FILE_TYPE, word == null ? "" : word);
        }
        return new Draft(
                words, Options.kept(marked, given, known), new Source.S3(String.valueOf(address)), mapping, null, null);
    }

    Draft s3(Fields body, @Nullable Dataset known) {
        Form form = new Form(body, "resource_", known);
        Draft.Words words = form.words();
        String url = form.required("resource_s3");
        form.address("resource_s3", "s3", "http", "https");
        Map<String, Object> extras =
                form.extras(Set.of("url", NdpDataset.FILE_TYPE), "Reserved key error: extras contain ");
        Faults.check(body.violations());
        return new Draft(words, extras, url == null ? null : new Source.S3(url), null, null, null);
    }

    Draft service(Fields body, @Nullable Dataset known) {
        Form form = new Form(body, "service_", known);
        Draft.Words words = form.words();
        String url = form.required("service_url");
        List.of("service_url", "health_check_url", "documentation_url")
                .forEach(address -> form.address(address, "http", "https"));
        String kind = body.optionalText("service_type");
        String health = body.optionalText("health_check_url");
        String documentation = body.optionalText("documentation_url");
        Map<String, Object> extras = form.extras(Set.of(), "Reserved key error: extras contain ");
        Faults.check(body.violations());
        if (words.organization() != null && !SERVICES.equals(words.organization())) {
            throw unprocessable("owner_org: a service belongs to the organization \"services\"");
        }
        Source.Service before = known != null && known.source() instanceof Source.Service service
                ? service
                : new Source.Service(null, null, null, null);
        Source source = new Source.Service(
                url == null ? before.url() : url,
                kind == null ? before.kind() : kind,
                health == null ? before.healthCheckUrl() : health,
                documentation == null ? before.documentationUrl() : documentation);
        return new Draft(words, extras, source, null, null, null);
    }

    /** @param merge resources of the request replace those with the same address or name, and the others stay */
    Draft general(Fields body, @Nullable Dataset known, boolean merge) {
        Form form = new Form(body, "", known);
        Draft.Words words = form.words();
        Map<String, Object> given = form.extras(Set.of(), "Reserved key error: extras contain ");
        List<Map<String, Object>> resources = Attached.read(body);
        Faults.check(body.violations());
        if (known == null) {
            Map<String, Object> extras = new LinkedHashMap<>(given == null ? Map.of() : given);
            extras.put(NdpDataset.RESOURCES, resources == null ? List.of() : resources);
            return new Draft(words, extras, new Source.Service(null, null, null, null), null, null, null);
        } else if (resources == null) {
            return new Draft(words, given, null, null, null, null);
        }
        List<Map<String, Object>> others = Attached.withoutOwn(known, resources);
        Map<String, Object> extras = new LinkedHashMap<>(given == null ? known.extras() : given);
        extras.put(NdpDataset.RESOURCES, merge ? Attached.merged(known, others) : others);
        return new Draft(words, extras, null, null, null, null);
    }

    private static @Nullable String text(Map<String, Object> extras, String name) {
        Object value = extras.get(name);
        return value == null ? null : value.toString();
    }

    private static HttpException unprocessable(String detail) {
        return new HttpException(Faults.UNPROCESSABLE, detail);
    }
}
