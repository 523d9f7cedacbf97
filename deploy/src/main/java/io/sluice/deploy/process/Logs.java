package io.sluice.deploy.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Where log lines go. The console (standard error) gets what a person at the terminal should know: INFO of Sluice without the
 * journal of requests, WARN of libraries, without stack traces. The file gets more, with stack traces, and rolls: a file a day,
 * of at most 10 MiB, 14 days, 100 MiB altogether.
 */
public final class Logs {
    /** On an event: not for the console, which got a sentence of its own already. */
    public static final Marker FILE_ONLY = MarkerFactory.getMarker("FILE_ONLY");

    private static final String OURS = "io.sluice";
    private static final String REQUESTS = "io.sluice.gateway.http";
    private static final int DAYS = 14;

    /** Libraries that tell at INFO what only their own developers need, or at WARN what is no fault. */
    private static final Map<String, Level> LEVELS = Map.of(
            "org.apache.kafka", Level.WARN,
            "kafka", Level.WARN,
            "state.change.logger", Level.WARN,
            "io.zonky.test.db.postgres", Level.WARN,
            "com.hazelcast.system.logo", Level.WARN,
            "org.apache.kafka.clients.consumer.ConsumerConfig", Level.ERROR,
            "org.apache.kafka.clients.producer.ProducerConfig", Level.ERROR,
            "org.apache.kafka.clients.admin.AdminClientConfig", Level.ERROR);

    /** Warn of every step that a broker of a single node takes when it starts and stops; the file has it. */
    private static final List<String> ERRORS_ONLY_ON_CONSOLE =
            List.of("org.apache.kafka", "kafka", "state.change.logger", "com.hazelcast", "io.vertx.spi.cluster");

    private Logs() {}

    /** Replaces whatever the logging library set up by itself. Call before anything logs. */
    public static void toConsole() {
        LoggerContext context = context();
        context.reset();
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        console.addFilter(new ForPeople());
        root.addAppender(start(context, console, "%d{HH:mm:ss} %-5level %msg%n%nopex"));
    }

    /** Writes to {@code directory/sluice.log} from now on as well. */
    public static Path toFile(Path directory) {
        LoggerContext context = context();
        Path current = directory.resolve("sluice.log");
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(current.toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(
                directory.resolve("sluice-%d{yyyy-MM-dd}.%i.log.gz").toString());
        rolling.setMaxFileSize(FileSize.valueOf("10MB"));
        rolling.setMaxHistory(DAYS);
        rolling.setTotalSizeCap(FileSize.valueOf("100MB"));
        rolling.start();
        file.setRollingPolicy(rolling);
        file.setTriggeringPolicy(rolling);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .addAppender(start(
                        context, file, "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger - %msg%n"));
        return current;
    }

    private static OutputStreamAppender<ILoggingEvent> start(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static final class ForPeople extends Filter<ILoggingEvent> {
        @Override
        public FilterReply decide(ILoggingEvent event) {
            if (event.getMarkerList() != null && event.getMarkerList().contains(FILE_ONLY)) {
                return FilterReply.DENY;
            }
            return event.getLevel().isGreaterOrEqual(least(event.getLoggerName()))
                    ? FilterReply.NEUTRAL
                    : FilterReply.DENY;
        }

        private static Level least(String logger) {
            if (logger.startsWith(OURS)) {
                return logger.startsWith(REQUESTS) ? Level.WARN : Level.INFO;
            }
            return ERRORS_ONLY_ON_CONSOLE.stream().anyMatch(logger::startsWith) ? Level.ERROR : Level.WARN;
        }
    }
}
