package io.sluice.embedded;

import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.KafkaPrincipalSerde;
import org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;

/**
 * Names the caller of each request as Kafka does, notes the use of its credential, and ends the connection of one that is refused. Kafka
 * asks it for every request, on its network threads; it must be public and have a constructor without parameters.
 */
public final class CallerPrincipals implements KafkaPrincipalBuilder, KafkaPrincipalSerde, Configurable {
    private final DefaultKafkaPrincipalBuilder names =
            new DefaultKafkaPrincipalBuilder(null, SslPrincipalMapper.fromRules("DEFAULT"));
    private Callers callers = new Callers();

    @Override
    public void configure(Map<String, ?> settings) {
        callers = Callers.of(settings);
    }

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        KafkaPrincipal principal = names.build(context);
        String name = principal.getName();
        if (name.equals(OwnLogin.USER)) {
            return principal;
        } else if (callers.isRefused(name)) {
            throw new SaslAuthenticationException("These credentials were revoked.");
        }
        callers.note(name);
        return principal;
    }

    @Override
    public byte[] serialize(KafkaPrincipal principal) {
        return names.serialize(principal);
    }

    @Override
    public KafkaPrincipal deserialize(byte[] bytes) {
        return names.deserialize(bytes);
    }
}
