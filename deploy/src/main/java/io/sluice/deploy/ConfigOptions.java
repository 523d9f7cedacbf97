package io.sluice.deploy;

import io.sluice.deploy.config.ConfigFiles;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.runtime.config.ConfigLoader.Option;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Where settings come from; the same for every command. */
final class ConfigOptions {
    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file with settings; the environment variable SLUICE_CONFIG likewise.")
    private @Nullable Path file;

    /** @param options what else the command line sets */
    SluiceConfig load(List<Option> options) {
        return ConfigFiles.load(file, System.getenv(), options);
    }
}
