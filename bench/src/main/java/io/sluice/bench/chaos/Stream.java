package io.sluice.bench.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A stream of numbers that have no remainder, and what must be in its topic: of each partition of each source, every such number once, in
 * order, from its start on. A stream that starts at the end starts no later than what was written when it was made.
 *
 * @param latest by source, how many numbers there were when it had been made; 0: it starts at the beginning
 */
record Stream(String name, List<Source> sources, int divisor, Map<Source, Integer> latest) {
    String where() {
        return divisor == 1 ? "" : "n % " + divisor + " = 0";
    }

    /** What a reader of committed records finds, compared with what was written. */
    record Outcome(long found, List<String> faults) {}

    Outcome check(String bootstrap) {
        Map<String, List<Integer>> found = new HashMap<>();
        read(bootstrap, found);
        List<String> faults = new ArrayList<>();
        long count = 0;
        for (Source source : sources) {
            for (int partition = 0; partition < source.partitions(); partition++) {
                List<Integer> got = found.getOrDefault(source.topic() + "/" + partition, List.of());
                count += got.size();
                faults.addAll(compare(source, partition, got));
            }
        }
        return new Outcome(count, faults);
    }

    private List<String> compare(Source source, int partition, List<Integer> got) {
        int latest = latest().getOrDefault(source, 0);
        List<Integer> all = wanted(source, partition, 0);
        int begin = latest == 0 ? 0 : got.isEmpty() ? all.size() : Math.max(0, all.indexOf(got.get(0)));
        List<Integer> wanted = all.subList(begin, all.size());
        String where = name + " of " + source.topic() + "/" + partition;
        if (latest > 0
                && begin < all.size()
                && all.get(begin) >= latest
                && !wanted(source, partition, latest).equals(wanted)) {
            return List.of(where + " begins at " + all.get(begin) + ", but " + latest + " was to come");
        }
        for (int i = 0; i < Math.max(wanted.size(), got.size()); i++) {
            Integer one = i < wanted.size() ? wanted.get(i) : null;
            Integer other = i < got.size() ? got.get(i) : null;
            if (one == null || !one.equals(other)) {
                return List.of(where + ": expected " + one + " at place " + i + " of " + wanted.size() + ", found "
                        + other + " of " + got.size());
            }
        }
        return List.of();
    }

    /** In order, from a number on. */
    private List<Integer> wanted(Source source, int partition, int from) {
        List<Integer> wanted = new ArrayList<>();
        for (int n = partition; n < source.written(); n += source.partitions()) {
            if (n >= from && n % divisor == 0) {
                wanted.add(n);
            }
        }
        return wanted;
    }

    /** Until the last number of every source is there, or nothing comes for long. */
    private void read(String bootstrap, Map<String, List<Integer>> found) {
        Map<String, Integer> last = new TreeMap<>();
        for (Source source : sources) {
            for (int partition = 0; partition < source.partitions(); partition++) {
                List<Integer> wanted = wanted(source, partition, 0);
                if (!wanted.isEmpty()) {
                    last.put(source.topic() + "/" + partition, wanted.get(wanted.size() - 1));
                }
            }
        }
        Committed.read(bootstrap, name, record -> take(record, found, last), last::isEmpty);
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> record, Map<String, List<Integer>> found, Map<String, Integer> last) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        String text = new String(record.value(), StandardCharsets.UTF_8);
        Integer number = Integer.valueOf(text.substring(text.indexOf(':') + 1, text.length() - 1));
        found.computeIfAbsent(key, fresh -> new ArrayList<>()).add(number);
        last.remove(key, number);
    }
}
