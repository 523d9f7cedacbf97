package io.sluice.deploy;

import io.sluice.deploy.config.ConfigFiles.UnreadableConfig;
import io.sluice.deploy.process.Logs;
import io.sluice.deploy.process.StartFailure;
import io.sluice.embedded.EmbeddedException;
import io.sluice.runtime.config.InvalidConfig;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program {@code sluice}. Exit codes: 0 after a clean stop, 1 when it cannot start or did not stop cleanly, 2 when the
 * command line is not understood.
 */
@Command(
        name = "sluice",
        description = "A self-hosted live data platform on Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {UpCommand.class, NodeCommand.class, BenchCommand.class, CommandLine.HelpCommand.class})
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] args) {
        Logs.toConsole();
        CommandLine commands = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> tell(failure));
        String[] asked = args.length == 0 ? new String[] {"--help"} : args;
        // Not every library stops its threads; nothing of ours runs any more when execute returns.
        System.exit(commands.execute(asked));
    }

    /** One sentence for each fault on standard error. */
    private static int tell(Exception failure) {
        for (String sentence : sentences(failure)) {
            System.err.println("sluice: " + sentence);
        }
        return FAILED;
    }

    private static List<String> sentences(Exception failure) {
        if (failure instanceof InvalidConfig invalid) {
            return invalid.faults();
        } else if (failure instanceof StartFailure
                || failure instanceof EmbeddedException
                || failure instanceof UnreadableConfig) {
            return List.of(String.valueOf(failure.getMessage()));
        }
        LoggerFactory.getLogger(Main.class).error("cannot start", failure);
        return List.of("Sluice could not start, for a reason that it does not know: " + failure + ".");
    }
}
