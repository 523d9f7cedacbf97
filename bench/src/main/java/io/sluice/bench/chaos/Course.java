package io.sluice.bench.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Streams over topics that are written all the time, while what they run on dies. Each round does one thing at random, then lets some time
 * pass; the order of what happens follows from the seed, the moments do not.
 */
final class Course {
    private static final int MOST_PAUSE_MS = 4_000;
    /** Longer than a node may be silent before others do its work: when it goes on, it is one too many and must be shut out. */
    private static final long ASLEEP_MS = 13_000;
    /** Longer than a shared application waits for a commit, or for a record to be taken. */
    private static final long AWAY_MS = 20_000;

    private static final int MOST_ADDED = 4;

    private final Random random;
    private final int rounds;
    private final int perSecond;
    private final PrintStream out;
    private final List<Stream> streams = new ArrayList<>();
    private final List<Stream> added = new ArrayList<>();
    private int made;

    Course(long seed, int rounds, int perSecond, PrintStream out) {
        this.random = new Random(seed);
        this.rounds = rounds;
        this.perSecond = perSecond;
        this.out = out;
    }

    /** @param faults what is missing, repeated or out of order, in words */
    record Outcome(long written, long found, int streams, List<String> faults) {}

    private enum Event {
        KILL_NODE,
        RESTART_BROKER,
        BROKER_AWAY,
        JOIN_OR_LEAVE,
        SLEEP,
        ADD_STREAM,
        REMOVE_STREAM
    }

    /** Each as often as any other, in random order. */
    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        while (events.size() < rounds) {
            List<Event> each = new ArrayList<>(List.of(Event.values()));
            Collections.shuffle(each, random);
            events.addAll(each);
        }
        return events.subList(0, rounds);
    }

    Outcome run() throws IOException, InterruptedException {
        try (World world = new World()) {
            world.create("first", 3);
            world.create("second", 2);
            world.addNode();
            world.addNode();
            Source first = new Source(world.bootstrap(), "first", 3, perSecond);
            Source second = new Source(world.bootstrap(), "second", 2, perSecond / 2);
            first.start();
            second.start();
            begin(world, first, second);
            Counts counts = new Counts("counts", first);
            made(world.node(0).query(counts.name(), counts.sql(), "earliest"), counts.name());
            for (Event event : events()) {
                out.println(event);
                happen(event, world, first);
                Thread.sleep(random.nextInt(MOST_PAUSE_MS));
            }
            first.end();
            second.end();
            hold(world, first);
            hold(world, second);
            return compare(world, counts, first.written() + (long) second.written());
        }
    }

    private void begin(World world, Source first, Source second) {
        add(world, "all", List.of(first), 1, "latest");
        add(world, "sevenths", List.of(first), 7, "latest");
        add(world, "own", List.of(first), 2, "earliest");
        add(world, "both", List.of(first, second), 5, "latest");
    }

    private Stream add(World world, String name, List<Source> sources, int divisor, String from) {
        Map<Source, Integer> latest = new HashMap<>();
        Stream asked = new Stream(name, sources, divisor, Map.of());
        String topics = String.join(",", sources.stream().map(Source::topic).toList());
        made(world.node(0).create(name, topics, asked.where(), from), name);
        if (from.equals("latest")) {
            sources.forEach(source -> latest.put(source, Math.max(1, source.written())));
        }
        Stream stream = new Stream(name, sources, divisor, latest);
        streams.add(stream);
        return stream;
    }

    private static void made(String topic, String name) {
        if (!topic.equals(name)) {
            throw new IllegalStateException("The stream could not be made: " + topic);
        }
    }

    private void happen(Event event, World world, Source first) throws IOException, InterruptedException {
        switch (event) {
            case KILL_NODE -> {
                world.killNode(random.nextInt(world.nodes()));
                world.addNode();
            }
            case RESTART_BROKER -> world.restartBroker(0);
            case BROKER_AWAY -> world.restartBroker(AWAY_MS);
            case JOIN_OR_LEAVE -> {
                if (world.nodes() > 2) {
                    world.removeNode(random.nextInt(world.nodes()));
                } else {
                    world.addNode();
                }
            }
            case SLEEP -> {
                var sleeper = world.node(random.nextInt(world.nodes())).child();
                sleeper.signal("STOP");
                Thread.sleep(ASLEEP_MS);
                sleeper.signal("CONT");
            }
            case ADD_STREAM -> {
                if (added.size() < MOST_ADDED) {
                    added.add(add(world, "added-" + made++, List.of(first), 2 + random.nextInt(5), "latest"));
                }
            }
            case REMOVE_STREAM -> {
                if (!added.isEmpty()) {
                    Stream gone = added.remove(random.nextInt(added.size()));
                    streams.remove(gone);
                    world.node(0).delete(gone.name());
                }
            }
        }
    }

    /** What streams are compared with is in the topic, too. */
    private static void hold(World world, Source source) {
        Stream itself = new Stream(source.topic(), List.of(source), 1, Map.of());
        List<String> faults = itself.check(world.bootstrap()).faults();
        if (!faults.isEmpty()) {
            throw new IllegalStateException("The source itself has not kept what was written: " + faults);
        }
    }

    private Outcome compare(World world, Counts counts, long written) {
        Map<String, Stream.Outcome> outcomes = new LinkedHashMap<>();
        streams.forEach(stream -> outcomes.put(stream.name(), stream.check(world.bootstrap())));
        outcomes.put(counts.name(), counts.check(world.bootstrap()));
        outcomes.forEach((name, outcome) -> {
            out.printf(
                    "%s: %,d records, %s%n",
                    name, outcome.found(), world.node(0).state(name));
            if (!outcome.faults().isEmpty()) {
                OpenTransactions.of(world.bootstrap(), name).forEach(out::println);
            }
        });
        if (outcomes.values().stream().anyMatch(outcome -> !outcome.faults().isEmpty())) {
            out.println("What the broker has kept is in " + world.keep() + ".");
        }
        return new Outcome(
                written,
                outcomes.values().stream().mapToLong(Stream.Outcome::found).sum(),
                outcomes.size(),
                outcomes.values().stream()
                        .flatMap(outcome -> outcome.faults().stream())
                        .toList());
    }
}
