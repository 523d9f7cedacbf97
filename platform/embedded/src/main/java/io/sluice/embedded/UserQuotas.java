package io.sluice.embedded;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.server.quota.ClientQuotaCallback;
import org.apache.kafka.server.quota.ClientQuotaEntity;
import org.apache.kafka.server.quota.ClientQuotaType;
import org.jspecify.annotations.Nullable;

/**
 * Quotas by user: what is set for {@code ada} holds for all of {@code ada.<id>} together. Others have none. Kafka asks it on all its threads,
 * and makes one itself, so it must be public and have a constructor without parameters.
 */
public final class UserQuotas implements ClientQuotaCallback {
    private static final String TAG = "user";

    private final Map<Limited, Double> limits = new ConcurrentHashMap<>();

    private record Limited(ClientQuotaType type, String user) {}

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public Map<String, String> quotaMetricTags(ClientQuotaType type, KafkaPrincipal principal, String clientId) {
        String name = principal.getName();
        int dot = name.lastIndexOf('.');
        return Map.of(TAG, dot < 0 ? name : name.substring(0, dot));
    }

    @Override
    public @Nullable Double quotaLimit(ClientQuotaType type, Map<String, String> tags) {
        @Nullable String user = tags.get(TAG);
        return user == null ? null : limits.get(new Limited(type, user));
    }

    @Override
    public void updateQuota(ClientQuotaType type, ClientQuotaEntity entity, double limit) {
        users(entity).forEach(user -> limits.put(new Limited(type, user), limit));
    }

    @Override
    public void removeQuota(ClientQuotaType type, ClientQuotaEntity entity) {
        users(entity).forEach(user -> limits.remove(new Limited(type, user)));
    }

    private static List<String> users(ClientQuotaEntity entity) {
        return entity.configEntities().stream()
                .filter(one -> one.entityType() == ClientQuotaEntity.ConfigEntityType.USER)
                .map(ClientQuotaEntity.ConfigEntity::name)
                .toList();
    }

    /** Kafka looks through its meters at each change anyway. */
    @Override
    public boolean quotaResetRequired(ClientQuotaType type) {
        return false;
    }

    @Override
    public boolean updateClusterMetadata(Cluster cluster) {
        return false;
    }

    @Override
    public void close() {}
}
