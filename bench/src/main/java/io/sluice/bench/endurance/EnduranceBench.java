package io.sluice.bench.endurance;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The long run of the promise that nothing is lost: WebSockets, server-sent events and lines, all lossless, each with a filter. Exit
 * code 1 if a subscriber does not hold exactly the matching offsets at the end.
 */
@Command(
        name = "endurance",
        description = "Cuts subscribers and kills the gateway, then looks whether anything is missing or repeated.")
public final class EnduranceBench implements Callable<Integer> {
    @Option(names = "--seconds", description = "For how long records are written (${DEFAULT-VALUE}).")
    private int seconds = 600;

    @Option(names = "--rate", description = "Records per second (${DEFAULT-VALUE}).")
    private int rate = 5000;

    @Option(names = "--subscribers", description = "Of all kinds (${DEFAULT-VALUE}).")
    private int subscribers = 200;

    @Option(names = "--cut", description = "Of them, cut at random (${DEFAULT-VALUE}).")
    private int cut = 50;

    @Option(names = "--cuts", description = "Cuts per second (${DEFAULT-VALUE}).")
    private int cuts = 5;

    @Option(names = "--slow", description = "Of the others, slow (${DEFAULT-VALUE}).")
    private int slow = 20;

    @Option(names = "--kills", description = "Kills of the gateway (${DEFAULT-VALUE}).")
    private int kills = 2;

    @Option(names = "--seed", description = "Of all that is random (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        Course.Settings settings = new Course.Settings(seconds, rate, subscribers, cut, slow, cuts, kills, seed);
        Course.Outcome outcome = new Course(settings, System.out).run();
        Verdict verdict = outcome.verdict();
        System.out.printf(
                Locale.ROOT,
                "%,d records to %,d subscribers over %,d connections, %,d cuts, %d kills: %,d missing, %,d repeated%n",
                outcome.written(),
                subscribers,
                outcome.connects(),
                outcome.cuts(),
                outcome.kills(),
                verdict.missing(),
                verdict.repeated());
        System.out.printf(
                "{\"bench\":\"endurance\",\"seconds\":%d,\"written\":%d,\"delivered\":%d,\"missing\":%d,\"repeated\":%d,"
                        + "\"unexpected\":%d,\"gaps\":%d}%n",
                seconds,
                outcome.written(),
                verdict.delivered(),
                verdict.missing(),
                verdict.repeated(),
                verdict.unexpected(),
                verdict.gaps());
        return verdict.isGood() ? 0 : 1;
    }
}
