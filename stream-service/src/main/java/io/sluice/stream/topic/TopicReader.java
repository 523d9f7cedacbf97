package io.sluice.stream.topic;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.Topics.FindTopic;
import io.sluice.contract.Topics.ListTopics;
import io.sluice.contract.Topics.Partition;
import io.sluice.contract.Topics.Topic;
import io.sluice.contract.Topics.TopicDetail;
import io.sluice.contract.Topics.TopicPage;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.kafka.Positions.Bounds;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Lists and describes topics: what the broker knows, joined with who owns them. */
public final class TopicReader {
    /** Shown even when nobody set them. */
    private static final Set<String> USUAL = Set.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.RETENTION_BYTES_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            TopicConfig.COMPRESSION_TYPE_CONFIG,
            TopicConfig.SEGMENT_BYTES_CONFIG);

    private static final int MAX_LIMIT = 500;

    private final Broker broker;
    private final Positions positions;
    private final TopicRows rows;
    private final TopicRights rights;
    private final TopicFormats formats;
    private final TopicFigures figures;

    public TopicReader(Broker broker, Positions positions, TopicRows rows, TopicRights rights, TopicFormats formats) {
        this.broker = broker;
        this.positions = positions;
        this.rows = rows;
        this.rights = rights;
        this.formats = formats;
        this.figures = new TopicFigures(broker, rows);
    }

    public Future<TopicPage> list(ListTopics ask) {
        return Future.all(broker.topicNames(), rows.all()).compose(both -> {
            Set<String> names = both.resultAt(0);
            Map<String, Owned> owned = both.resultAt(1);
            return visible(ask.caller(), names, owned).compose(seen -> page(ask, seen, owned));
        });
    }

    private Future<List<String>> visible(Caller caller, Set<String> names, Map<String, Owned> owned) {
        return rights.hidden(caller, owned.values()).map(hidden -> names.stream()
                .filter(name -> TopicName.isListed(name) && !hidden.contains(name))
                .sorted()
                .toList());
    }

    private Future<TopicPage> page(ListTopics ask, List<String> names, Map<String, Owned> owned) {
        String q = ask.q() == null ? "" : ask.q().toLowerCase(Locale.ROOT);
        List<String> wanted = names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(q))
                .filter(name -> ask.owner() == null || isOwner(ask.owner(), owned.get(name)))
                .toList();
        int limit = Math.max(1, Math.min(ask.limit(), MAX_LIMIT));
        String after = ask.cursor() == null ? "" : decode(ask.cursor());
        List<String> rest =
                wanted.stream().filter(name -> name.compareTo(after) > 0).toList();
        List<String> page = rest.subList(0, Math.min(limit, rest.size()));
        String next = page.size() < rest.size() ? encode(page.get(page.size() - 1)) : null;
        return broker.existing(page)
                .compose(described -> figures.of(described.values(), owned))
                .map(topics -> new TopicPage(List.copyOf(topics.values()), wanted.size(), next));
    }

    private static boolean isOwner(String owner, @Nullable Owned row) {
        return row != null && row.owner().equals(owner);
    }

    public Future<TopicDetail> find(FindTopic ask) {
        return rights.see(ask.caller(), ask.name())
                .compose(seen -> detail(seen.description(), seen.owned()))
                .recover(Faults.on(
                        UnknownTopicOrPartitionException.class,
                        () -> Future.failedFuture(TopicRights.notFound(ask.name()))));
    }

    public Future<TopicDetail> detail(TopicDescription topic, @Nullable Owned owned) {
        Map<String, Owned> owners = new HashMap<>();
        if (owned != null) {
            owners.put(owned.name(), owned);
        }
        Future<Map<String, Topic>> summary = figures.of(List.of(topic), owners);
        Future<Map<TopicPartition, Bounds>> bounds = positions.bounds(Broker.partitions(topic));
        Future<Map<String, String>> configs = configs(topic.name());
        Future<TopicFormats.Stored> format =
                formats.find(topic.name(), topic.topicId().toString());
        return Future.all(summary, bounds, configs, format)
                .map(all -> new TopicDetail(
                        Optional.ofNullable(summary.result().get(topic.name()))
                                .orElseThrow(UnknownTopicOrPartitionException::new),
                        configs.result(),
                        topic.partitions().stream()
                                .map(info -> partition(topic.name(), info, bounds.result()))
                                .toList(),
                        format.result().format()));
    }

    private static Partition partition(String topic, TopicPartitionInfo info, Map<TopicPartition, Bounds> bounds) {
        Bounds bound = bounds.getOrDefault(new TopicPartition(topic, info.partition()), new Bounds(0, 0));
        return new Partition(
                info.partition(),
                info.leader() == null ? -1 : info.leader().id(),
                info.replicas().stream().map(Node::id).toList(),
                info.isr().stream().map(Node::id).toList(),
                bound.begin(),
                bound.end());
    }

    private Future<Map<String, String>> configs(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return broker.ask(admin -> admin.describeConfigs(List.of(resource)).all())
                .map(all -> shown(all.values()));
    }

    private static Map<String, String> shown(Collection<Config> configs) {
        Map<String, String> shown = new TreeMap<>();
        for (ConfigEntry entry :
                configs.stream().flatMap(config -> config.entries().stream()).toList()) {
            boolean set = entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
            if (!entry.isSensitive() && entry.value() != null && (set || USUAL.contains(entry.name()))) {
                shown.put(entry.name(), entry.value());
            }
        }
        return shown;
    }

    private static String encode(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw Problem.Invalid.at("/cursor", "expected the cursor of a previous page")
                    .toException();
        }
    }
}
