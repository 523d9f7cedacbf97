package io.sluice.runtime;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;

/** Whether a private key is that of a certificate: what is signed with the one has to be good by the other. */
public final class KeyOwner {
    private KeyOwner() {}

    /** @throws GeneralSecurityException for a kind of key that this Java runtime cannot sign with, or that is not the certificate's */
    public static boolean isOf(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = algorithm(key);
        byte[] text = certificate.getEncoded();
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(certificate.getPublicKey());
        checking.update(text);
        try {
            return checking.verify(signing.sign());
        } catch (SignatureException otherKey) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519" -> "EdDSA";
            default -> "SHA256with" + key.getAlgorithm();
        };
    }
}
