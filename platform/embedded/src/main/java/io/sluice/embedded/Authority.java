package io.sluice.embedded;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of one data directory: made when it is first needed, good for ten years, its key in a file for the owner's
 * eyes ({@code ca.pem}, with the certificate). What it signs for the broker lives in memory and is made anew at each start, for 825 days.
 * Immutable; making one blocks.
 */
final class Authority {
    private static final String FILE = "ca.pem";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Duration CA_LIFE = Duration.ofDays(3_650);
    private static final Duration BROKER_LIFE = Duration.ofDays(825);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final int SERIAL_BITS = 127;

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final SecureRandom random = new SecureRandom();

    private Authority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** A certificate with its key, both as PEM. */
    record Signed(String chain, String key) {
        @Override
        public String toString() {
            return "Signed[]";
        }
    }

    /** @throws EmbeddedException if the directory can be neither read nor written */
    static Authority of(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? read(file) : make(file);
        } catch (IOException | GeneralSecurityException | OperatorCreationException failed) {
            throw new EmbeddedException("The certificate authority " + file + " cannot be read or made.", failed);
        }
    }

    /** The certificate that clients are to trust. */
    String pem() {
        return pem(certificate);
    }

    /** @param host name or address by which clients call the broker */
    Signed sign(String host) {
        try {
            KeyPair pair = newPair();
            X500Name name = new X500Name("CN=Sluice Kafka");
            Instant now = Clock.systemUTC().instant();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(certificate.getSubjectX500Principal().getName()),
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(CLOCKS_DIFFER)),
                    Date.from(now.plus(BROKER_LIFE)),
                    name,
                    pair.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, names(host));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            X509CertificateHolder signed = builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key));
            X509Certificate made = new JcaX509CertificateConverter().getCertificate(signed);
            return new Signed(pem(made) + pem(), pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException failed) {
            throw new EmbeddedException("No certificate could be made for " + host + ".", failed);
        }
    }

    private static GeneralNames names(String host) {
        boolean address = host.matches("[0-9.]+") || host.contains(":");
        return new GeneralNames(new GeneralName[] {
            new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, Ports.LOOPBACK)
        });
    }

    private static Authority read(Path file) throws IOException, GeneralSecurityException {
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
            PrivateKey key = toKey(parser.readObject());
            if (parser.readObject() instanceof X509CertificateHolder holder) {
                return new Authority(key, new JcaX509CertificateConverter().getCertificate(holder));
            }
        }
        throw new GeneralSecurityException("the file has no certificate");
    }

    private static PrivateKey toKey(Object stored) throws IOException, GeneralSecurityException {
        if (stored instanceof PrivateKeyInfo info) {
            return new JcaPEMKeyConverter().getPrivateKey(info);
        } else if (stored instanceof PEMKeyPair pair) {
            return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
        throw new GeneralSecurityException("the file has no key");
    }

    private static Authority make(Path file) throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair pair = newPair();
        X500Name name = new X500Name("CN=Sluice Kafka CA");
        Instant now = Clock.systemUTC().instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(CLOCKS_DIFFER)),
                Date.from(now.plus(CA_LIFE)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(pair.getPrivate())));
        Path draft = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, pem(new JcaPKCS8Generator(pair.getPrivate(), null)) + pem(certificate));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return new Authority(pair.getPrivate(), certificate);
    }

    private static KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(Object what) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(what);
        } catch (IOException impossible) {
            throw new EmbeddedException("A certificate could not be written as text.", impossible);
        }
        return text.toString();
    }
}
