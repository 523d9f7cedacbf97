package io.sluice.stream.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What the cluster lets our account do for users' clients.
 *
 * @param credentials manage SCRAM credentials
 * @param rules manage access rules; a cluster without an authorizer has none
 * @param quotas manage quotas
 */
record Permits(boolean credentials, boolean rules, boolean quotas) {
    static Permits of(Set<AclOperation> operations, boolean authorizer) {
        boolean alters = operations.contains(AclOperation.ALTER) && operations.contains(AclOperation.DESCRIBE);
        boolean configures =
                operations.contains(AclOperation.ALTER_CONFIGS) && operations.contains(AclOperation.DESCRIBE_CONFIGS);
        return new Permits(alters, alters && authorizer, configures);
    }

    /** A credential is of use, and harmless, only where rules say what it is for. */
    boolean servesUsers() {
        return credentials && rules;
    }

    /** What is missing, in words. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!credentials) {
            missing.add(
                    "managing SCRAM credentials (Alter and Describe on the cluster): keys are no Kafka credentials");
        }
        if (!rules) {
            missing.add(
                    "managing access rules (an authorizer, and Alter on the cluster): keys are no Kafka credentials");
        }
        if (!quotas) {
            missing.add("managing quotas (AlterConfigs and DescribeConfigs on the cluster): quotas are not kept");
        }
        return missing;
    }
}
