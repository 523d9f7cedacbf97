package io.sluice.deploy.config;

import io.sluice.catalog.federation.Remote;
import io.sluice.contract.Secret;
import io.sluice.decode.RegistryConfig;
import io.sluice.runtime.Database;
import io.sluice.runtime.config.ByteSize;
import io.sluice.runtime.config.Rules;
import io.sluice.stream.intake.AddressRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All settings of a process. {@code defaults.yaml} describes each of them; only the composition root sees this record. */
public record SluiceConfig(
        Path dataDir,
        @Nullable Secret adminPassword,
        @Nullable Secret masterKey,
        boolean demo,
        Duration stopWithin,
        Http http,
        KafkaSettings kafka,
        Postgres postgres,
        Identity identity,
        Federation federation,
        Live live,
        Sources sources,
        Streams streams,
        Quotas quotas,
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

    public record Http(String host, int port, ByteSize maxBody) {
        private static final long MOST = 1 << 30;

        public Http {
            new Rules()
                    .port("port", port)
                    .require(maxBody.bytes() >= 1 && maxBody.bytes() <= MOST, "max_body", "expected 1B to 1GiB")
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
     */
    public record Quotas(
            @Nullable ByteSize bytesInPerSecond, @Nullable ByteSize bytesOutPerSecond, int topics, int partitions) {
        public Quotas {
            new Rules()
                    .require(isRate(bytesInPerSecond), "bytes_in_per_second", EXPECTED)
                    .require(isRate(bytesOutPerSecond), "bytes_out_per_second", EXPECTED)
                    .require(topics >= 0, "topics", "expected at least 0")
                    .require(partitions >= 0, "partitions", "expected at least 0")
                    .check();
        }

        private static final String EXPECTED = "expected at least 1B, or nothing for no limit";

        private static boolean isRate(@Nullable ByteSize size) {
            return size == null || size.bytes() >= 1;
        }
    }

    public record Identity(Duration tokenLifetime) {
        public Identity {
            new Rules()
                    .require(
                            tokenLifetime.compareTo(Duration.ofMinutes(1)) >= 0
                                    && tokenLifetime.compareTo(Duration.ofDays(30)) <= 0,
                            "token_lifetime",
                            "expected 1m to 30d")
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

    public record Cluster(String host, int port, int busPort, List<String> join) {
        public Cluster {
            join = List.copyOf(join);
            new Rules()
                    .port("port", port)
                    .port("bus_port", busPort)
                    .require(
                            join.stream().allMatch(member -> member.matches("[^\\s:]+:\\d{1,5}")),
                            "join",
                            "expected host:port of each member")
                    .check();
        }
    }
}
