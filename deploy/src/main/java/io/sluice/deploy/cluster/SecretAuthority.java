package io.sluice.deploy.cluster;

import io.sluice.contract.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The authority that all nodes with the same secret have in common, without ever having met: its key on P-256 follows from the
 * secret alone, and each node signs a certificate for itself at its start.
 *
 * <p>Whoever connects to a node sees a signature of the authority, and could try secrets against it at leisure. So each try costs an
 * Argon2id of 64 MiB, which a node pays once. The key comes from 384 bits reduced by the order of the curve (FIPS 186-5, A.2.1), so
 * no key is noticeably more likely than another.
 *
 * <p>The key of a node's own certificate is in the memory of its process alone and ends with it; the certificate therefore lasts
 * longer than processes do. To shut a node out, change the secret.
 */
final class SecretAuthority {
    private static final byte[] SALT = "sluice cluster authority 1".getBytes(StandardCharsets.US_ASCII);
    private static final int KIBIBYTES = 64 << 10;
    private static final int PASSES = 3;
    private static final int KEY_BYTES = 48;
    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final X500Name NAME = new X500Name("CN=Sluice cluster");
    private static final X500Name NODE = new X500Name("CN=Sluice node");
    private static final Instant ALWAYS = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");
    private static final int NODE_DAYS = 3_650;
    private static final int SERIAL_BITS = 120;

    private SecretAuthority() {}

    /** Takes a fraction of a second and 64 MiB. */
    static Credentials credentials(Secret secret, Instant now) {
        try {
            KeyPair authority = derive(secret);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            KeyPair node = generator.generateKeyPair();
            return new Credentials(
                    List.of(node(node.getPublic(), authority.getPrivate(), now)), node.getPrivate(), root(authority));
        } catch (GeneralSecurityException | OperatorCreationException | IOException unsupported) {
            throw new IllegalStateException("certificates cannot be made", unsupported);
        }
    }

    private static KeyPair derive(Secret secret) throws GeneralSecurityException {
        var curve = ECNamedCurveTable.getParameterSpec(CURVE);
        BigInteger scalar = new BigInteger(1, stretch(secret))
                .mod(curve.getN().subtract(BigInteger.ONE))
                .add(BigInteger.ONE);
        var point = curve.getG().multiply(scalar).normalize();
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(CURVE));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        KeyFactory keys = KeyFactory.getInstance("EC");
        ECPoint at = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        return new KeyPair(
                keys.generatePublic(new ECPublicKeySpec(at, spec)),
                keys.generatePrivate(new ECPrivateKeySpec(scalar, spec)));
    }

    private static byte[] stretch(Secret secret) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(SALT)
                .withMemoryAsKB(KIBIBYTES)
                .withIterations(PASSES)
                .withParallelism(1)
                .build());
        byte[] stretched = new byte[KEY_BYTES];
        generator.generateBytes(secret.reveal().getBytes(StandardCharsets.UTF_8), stretched);
        return stretched;
    }

    /** Only its name and its key count, and those are the same on all nodes; its signature is not. */
    private static X509Certificate root(KeyPair authority)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        X509v3CertificateBuilder certificate = certificate(NAME, authority.getPublic(), ALWAYS, FOREVER)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return sign(certificate, authority.getPrivate());
    }

    private static X509Certificate node(PublicKey key, PrivateKey authority, Instant now)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        X509v3CertificateBuilder certificate = certificate(
                        NODE, key, now.minus(1, ChronoUnit.DAYS), now.plus(NODE_DAYS, ChronoUnit.DAYS))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }));
        return sign(certificate, authority);
    }

    private static X509v3CertificateBuilder certificate(X500Name name, PublicKey key, Instant from, Instant until) {
        BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom());
        return new JcaX509v3CertificateBuilder(NAME, serial, Date.from(from), Date.from(until), name, key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder certificate, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    }
}
