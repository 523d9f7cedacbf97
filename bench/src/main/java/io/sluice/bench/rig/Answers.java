package io.sluice.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The other end of a {@link Child}: answers the parent's questions on the main thread until there are none, then ends the JVM. */
final class Answers {
    /** In front of each answer: a library may print, too. */
    static final String MARK = "> ";

    static final String CPU = "cpu";
    static final String MEMORY = "memory";
    private static final int MAX_COLLECTIONS = 20;
    /** Two collections that differ by less have collected everything. */
    private static final long STABLE_BYTES = 64 << 10;

    private final Map<String, Function<String[], String>> answers = new HashMap<>();

    Answers() {
        on(CPU, words -> Long.toString(cpuNanos()));
        on(MEMORY, words -> Long.toString(memoryBytes()));
    }

    /** @param answer gets the words of the question; the first is its name */
    Answers on(String question, Function<String[], String> answer) {
        answers.put(question, answer);
        return this;
    }

    /** Tells the port, then answers. Does not return. */
    void serve(int port) throws IOException {
        answer(Integer.toString(port));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ", -1);
            Function<String[], String> answer = answers.get(words[0]);
            answer(answer == null ? "unknown question" : answer.apply(words));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void answer(String text) {
        System.out.println(MARK + text);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Netty's direct memory does not go through the JDK's pool where it frees it by itself. */
    private static long memoryBytes() {
        long heap = collected();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return heap + direct + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    private static long collected() {
        long before = Long.MAX_VALUE;
        for (int n = 0; n < MAX_COLLECTIONS; n++) {
            System.gc();
            long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (Math.abs(before - now) < STABLE_BYTES) {
                return now;
            }
            before = now;
        }
        return before;
    }
}
