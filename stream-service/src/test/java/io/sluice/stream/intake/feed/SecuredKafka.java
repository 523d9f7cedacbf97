package io.sluice.stream.intake.feed;

import io.sluice.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A foreign broker: SASL_SSL with SCRAM-SHA-512 and PLAIN (user {@code scientist}), and SSL that wants a client's certificate. Its own
 * certificate, which it trusts for clients, too, is signed by itself.
 */
public final class SecuredKafka implements AutoCloseable {
    public static final String USER = "scientist";
    public static final String PASSWORD = "a \"quoted\\ secret";

    public final String certificate;
    public final String key;
    private final EmbeddedKafka broker;
    private final int plain = free();
    private final int sasl = free();
    private final int mutual = free();
    private final Admin admin;

    public SecuredKafka(Path directory) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        certificate = certificate(pair);
        key = pem(new JcaPKCS8Generator(pair.getPrivate(), null));
        int controller = free();
        Map<String, String> settings = new HashMap<>();
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("listeners", listeners() + ",CONTROLLER://127.0.0.1:" + controller);
        settings.put("advertised.listeners", listeners());
        settings.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL,MUTUAL:SSL");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("authorizer.class.name", "");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN");
        settings.put(
                "listener.name.secure.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put(
                "listener.name.secure.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\""
                        + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"") + "\";");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.certificate.chain", certificate);
        settings.put("ssl.keystore.key", key);
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", certificate);
        settings.put("listener.name.mutual.ssl.client.auth", "required");
        broker = EmbeddedKafka.start(directory, 0, settings);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap()));
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(USER, scram, PASSWORD)))
                .all()
                .get();
    }

    /** Without any security, for the test itself. */
    public String bootstrap() {
        return "127.0.0.1:" + plain;
    }

    public String sasl() {
        return "127.0.0.1:" + sasl;
    }

    public String mutual() {
        return "127.0.0.1:" + mutual;
    }

    public Admin admin() {
        return admin;
    }

    public void createTopic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
    }

    public void produce(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
        broker.close();
    }

    private String listeners() {
        return "PLAINTEXT://127.0.0.1:" + plain + ",SECURE://127.0.0.1:" + sasl + ",MUTUAL://127.0.0.1:" + mutual;
    }

    private static String certificate(KeyPair pair) throws Exception {
        X500Principal name = new X500Principal("CN=broker of a test");
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        return pem(new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))));
    }

    private static String pem(Object what) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(what);
        }
        return text.toString();
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
