package io.sluice.deploy.config;

import io.sluice.runtime.config.ConfigLoader;
import io.sluice.runtime.config.ConfigLoader.Option;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the texts that make up the configuration: the built-in defaults, the user's file, the environment. */
public final class ConfigFiles {
    private static final String FILE_VARIABLE = "SLUICE_CONFIG";
    /** What the snippets of the page call the token of a script; it may be set where the server is started, too. */
    private static final String CLIENT_TOKEN = "SLUICE_TOKEN";

    /** Known variables that are no settings: the file, and what the start script takes for the JVM. */
    private static final Set<String> OTHER_VARIABLES = Set.of(FILE_VARIABLE, "SLUICE_JVM_OPTIONS", CLIENT_TOKEN);

    private ConfigFiles() {}

    /**
     * @param file named on the command line; null: the one that the environment names, if any
     * @throws io.sluice.runtime.config.InvalidConfig with every fault
     * @throws UnreadableConfig if the file cannot be read
     */
    public static SluiceConfig load(@Nullable Path file, Map<String, String> environment, List<Option> options) {
        String named = environment.get(FILE_VARIABLE);
        Path path = file == null && named != null && !named.isEmpty() ? Path.of(named) : file;
        ConfigLoader.Text text = path == null ? null : read(path);
        return ConfigLoader.load(
                SluiceConfig.class, new ConfigLoader.Sources(defaults(), text, environment, OTHER_VARIABLES, options));
    }

    /** The text of {@code defaults.yaml}. */
    public static String defaults() {
        try (InputStream resource = ConfigFiles.class.getResourceAsStream("/defaults.yaml")) {
            return new String(Objects.requireNonNull(resource, "defaults.yaml").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ConfigLoader.Text read(Path path) {
        try {
            return new ConfigLoader.Text(path.toString(), Files.readString(path));
        } catch (IOException unreadable) {
            throw new UnreadableConfig(path, unreadable);
        }
    }

    /** The configuration file is not there, not readable or not UTF-8. */
    public static final class UnreadableConfig extends RuntimeException {
        UnreadableConfig(Path path, IOException cause) {
            super("The configuration file " + path + " cannot be read.", cause);
        }
    }
}
