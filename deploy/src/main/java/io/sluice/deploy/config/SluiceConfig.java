package io.sluice.deploy.config;

import io.sluice.catalog.federation.Remote;
import io.sluice.contract.Secret;
import io.sluice.decode.RegistryConfig;
import io.sluice.runtime.Database;
import io.sluice.runtime.Network;
import io.sluice.runtime.config.ByteSize;
import io.sluice.runtime.config.Rules;
import io.sluice.stream.intake.AddressRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All settings of a process. {@code defaults.yaml} describes each of them; only the composition root sees this record. */
public record SluiceConfig(
        Path dataDir,
        @Nullable Secret adminPassword,
        @Nullable Secret masterKey,
        @Nullable Secret previousMasterKeys,
        boolean demo,
        Duration stopWithin,
        Http http,
        KafkaSettings kafka,
        Postgres postgres,
        SignIn identity,
        Audit audit,
        Federation federation,
        Live live,
        Sources sources,
        Streams streams,
        Quotas quotas,
        Consumers consumers,
        Cluster cluster) {
    private static final int MIN_PASSWORD = 8;
    private static final int MIN_MASTER_KEY = 16;

    public SluiceConfig {
        new Rules()
                .require(
                        adminPassword == null || adminPassword.reveal().length() >= MIN_PASSWORD,
                        "admin_password",
                        "expected at least " + MIN_PASSWORD + " characters")
                .require(
                        masterKey == null || masterKey.reveal().length() >= MIN_MASTER_KEY,
                        "master_key",
                        "expected at least " + MIN_MASTER_KEY + " characters")
                .between("stop_within", stopWithin.toMillis(), 1_000, 600_000)
                .check();
    }

    /** Master keys from before the present one, the newest first. */
    public List<Secret> previousMasters() {
        return previousMasterKeys == null
                ? List.of()
                : Arrays.stream(previousMasterKeys.reveal().split(","))
                        .map(String::strip)
                        .filter(key -> !key.isEmpty())
                        .map(Secret::new)
                        .toList();
    }

    /** @param keep how long an entry is kept */
    public record Audit(Duration keep) {
        private static final long MOST_DAYS = 36_500;

        public Audit {
            new Rules()
                    .require(
                            keep.toDays() >= 1 && keep.toDays() <= MOST_DAYS,
                            "keep",
                            "expected 1d to " + MOST_DAYS + "d")
                    .check();
        }
    }

    /** @param trustedProxies whose word about a client's address is taken */
    public record Http(
            String host,
            int port,
            ByteSize maxBody,
            ByteSize maxLine,
            ByteSize maxHeaders,
            int connectionsPerAddress,
            Duration idle,
            Duration slowRequest,
            List<String> trustedProxies,
            Cors cors,
            Tls tls) {
        private static final long MOST = 1 << 30;

        public Http {
            trustedProxies = List.copyOf(trustedProxies);
            new Rules()
                    .port("port", port)
                    .require(maxBody.bytes() >= 1 && maxBody.bytes() <= MOST, "max_body", "expected 1B to 1GiB")
                    .require(isLine(maxLine), "max_line", "expected 1KiB to 1MiB")
                    .require(isLine(maxHeaders), "max_headers", "expected 1KiB to 1MiB")
                    .between("connections_per_address", connectionsPerAddress, 1, 1_000_000)
                    .require(isPatience(idle), "idle", "expected 1s to 1h")
                    .require(isPatience(slowRequest), "slow_request", "expected 1s to 1h")
                    .require(
                            trustedProxies.stream().allMatch(Network::isNetwork),
                            "trusted_proxies",
                            "expected address ranges such as 10.1.0.0/16")
                    .check();
        }

        private static boolean isLine(ByteSize size) {
            return size.bytes() >= 1 << 10 && size.bytes() <= 1 << 20;
        }

        private static boolean isPatience(Duration time) {
            return time.toMillis() >= 1_000 && time.toMillis() <= 3_600_000;
        }
    }

    public record Cors(List<String> origins) {
        private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]+(:\\d{1,5})?");

        public Cors {
            origins = List.copyOf(origins);
            new Rules()
                    .require(
                            origins.stream()
                                    .allMatch(each -> ORIGIN.matcher(each).matches()),
                            "origins",
                            "expected scheme and host as browsers write them, such as https://lab.example.org")
                    .check();
        }
    }

    /** Both files or none. */
    public record Tls(@Nullable Path certificate, @Nullable Path key) {
        public Tls {
            new Rules()
                    .require(key == null || certificate != null, "certificate", "expected a file where there is a key")
                    .require(certificate == null || key != null, "key", "expected a file where there is a certificate")
                    .check();
        }
    }

    /** @param password without a username: a bearer token */
    public record SchemaRegistry(
            @Nullable String url,
            @Nullable String username,
            @Nullable Secret password) {
        public SchemaRegistry {
            new Rules()
                    .require(
                            url == null || RegistryConfig.isUrl(url),
                            "url",
                            "expected http or https, a host, perhaps a port and a path")
                    .require(url != null || username == null, "username", "expected nothing where there is no url")
                    .require(url != null || password == null, "password", "expected nothing where there is no url")
                    .check();
        }

        /** Null where there is no registry. */
        public @Nullable RegistryConfig toRegistry() {
            if (url == null) {
                return null;
            }
            URI at = URI.create(url);
            return username == null
                    ? new RegistryConfig(at, null, null, password)
                    : new RegistryConfig(at, username, password, null);
        }
    }

    /** @param uri has a password in it */
    public record Postgres(@Nullable Secret uri, int poolSize) {
        public Postgres {
            new Rules()
                    .between("pool_size", poolSize, 2, 1_000)
                    .require(
                            uri == null || isPostgresUri(uri.reveal()),
                            "uri",
                            "expected postgresql://user:password@host:port/database")
                    .check();
        }

        private static boolean isPostgresUri(String uri) {
            try {
                Database.of(uri, 1);
                return true;
            } catch (IllegalArgumentException otherForm) {
                return false;
            }
        }
    }

    /**
     * @param maxBytesPerStream null: no limit
     * @param standbyReplicas copies of what a stream keeps, on other nodes
     */
    public record Streams(@Nullable ByteSize maxBytesPerStream, int standbyReplicas) {
        public Streams {
            new Rules()
                    .require(
                            maxBytesPerStream == null || maxBytesPerStream.bytes() >= 1,
                            "max_bytes_per_stream",
                            "expected at least 1B, or nothing for no limit")
                    .require(standbyReplicas >= 0 && standbyReplicas <= 10, "standby_replicas", "expected 0 to 10")
                    .check();
        }
    }

    /**
     * What each user has; nothing, or 0: no limit.
     *
     * @param bytesInPerSecond that the user's Kafka clients write, {@code bytesOutPerSecond} that they read
     * @param topicPartitions of one topic
     */
    public record Quotas(
            @Nullable ByteSize bytesInPerSecond,
            @Nullable ByteSize bytesOutPerSecond,
            int topics,
            int partitions,
            int topicPartitions) {
        public Quotas {
            new Rules()
                    .require(isRate(bytesInPerSecond), "bytes_in_per_second", EXPECTED)
                    .require(isRate(bytesOutPerSecond), "bytes_out_per_second", EXPECTED)
                    .require(topics >= 0, "topics", "expected at least 0")
                    .require(partitions >= 0, "partitions", "expected at least 0")
                    .require(topicPartitions >= 1 && topicPartitions <= 1_000, "topic_partitions", "expected 1 to 1000")
                    .check();
        }

        private static final String EXPECTED = "expected at least 1B, or nothing for no limit";

        private static boolean isRate(@Nullable ByteSize size) {
            return size == null || size.bytes() >= 1;
        }
    }

    /** Consumers that read over HTTP: how long they may be idle, and how many one user may have. */
    public record Consumers(Duration idle, int perUser) {
        public Consumers {
            new Rules()
                    .between("idle", idle.toMillis(), 1_000, 86_400_000)
                    .require(perUser >= 1, "per_user", "expected at least 1")
                    .check();
        }
    }

    /**
     * @param allow address ranges and host names that sources may reach although they are private
     * @param directories that directory sources must be inside of; empty: any that was registered
     */
    public record Sources(List<String> allow, ByteSize maxBytes, List<String> directories) {
        public Sources {
            allow = List.copyOf(allow);
            directories = List.copyOf(directories);
            new Rules()
                    .require(
                            allow.stream().allMatch(AddressRules::isEntry),
                            "allow",
                            "expected address ranges such as 10.1.0.0/16, or names of hosts")
                    .require(maxBytes.bytes() >= 1, "max_bytes", "expected at least 1B")
                    .require(
                            directories.stream().allMatch(each -> each.startsWith("/")),
                            "directories",
                            "expected absolute paths")
                    .check();
        }
    }

    /** @param servers each {@code name kind url token}, separated by commas; the tokens make them a secret */
    public record Federation(@Nullable Secret servers) {
        private static final int MOST = 16;

        public Federation {
            new Rules()
                    .require(
                            areRemotes(servers),
                            "servers",
                            "expected at most " + MOST + " of: name kind url token, with kind sluice or ckan")
                    .check();
        }

        public List<Remote> remotes() {
            return remotes(servers);
        }

        private static List<Remote> remotes(@Nullable Secret servers) {
            return servers == null || servers.reveal().isBlank()
                    ? List.of()
                    : Arrays.stream(servers.reveal().split(",")).map(Remote::of).toList();
        }

        private static boolean areRemotes(@Nullable Secret servers) {
            try {
                List<Remote> remotes = remotes(servers);
                return remotes.size() <= MOST
                        && remotes.stream().map(Remote::name).distinct().count() == remotes.size();
            } catch (IllegalArgumentException otherForm) {
                return false;
            }
        }
    }

    /** @param secret known to all nodes and nobody else; a node needs this or {@code tls} */
    public record Cluster(
            String host,
            int port,
            int busPort,
            List<String> join,
            @Nullable Secret secret,
            ClusterTls tls) {
        private static final int MIN_SECRET = 16;

        public Cluster {
            join = List.copyOf(join);
            new Rules()
                    .port("port", port)
                    .port("bus_port", busPort)
                    .require(
                            join.stream().allMatch(member -> member.matches("[^\\s:]+:\\d{1,5}")),
                            "join",
                            "expected host:port of each member")
                    .require(
                            secret == null || secret.reveal().length() >= MIN_SECRET,
                            "secret",
                            "expected at least " + MIN_SECRET + " characters")
                    .require(secret == null || !tls.isSet(), "secret", "expected nothing where cluster.tls is set")
                    .check();
        }
    }
}
