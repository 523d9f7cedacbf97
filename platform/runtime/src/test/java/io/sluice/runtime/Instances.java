package io.sluice.runtime;

import io.sluice.contract.Source;
import io.sluice.contract.Template;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random instances of contract records: every component by its type, null now and then where {@code @Nullable} allows it. */
final class Instances {
    /** Of lists in each other: some records are made of records of their own kind. */
    private static final int DEEPEST = 4;

    private final Random random;
    private final Map<Class<?>, Supplier<Object>> scalars;
    private int depth;

    Instances(long seed) {
        random = new Random(seed);
        scalars = Map.ofEntries(
                Map.entry(String.class, this::text),
                Map.entry(int.class, random::nextInt),
                Map.entry(Integer.class, random::nextInt),
                Map.entry(short.class, this::small),
                Map.entry(Short.class, this::small),
                Map.entry(long.class, random::nextLong),
                Map.entry(Long.class, random::nextLong),
                Map.entry(double.class, random::nextGaussian),
                Map.entry(Double.class, random::nextGaussian),
                Map.entry(boolean.class, random::nextBoolean),
                Map.entry(Boolean.class, random::nextBoolean),
                Map.entry(UUID.class, () -> new UUID(random.nextLong(), random.nextLong())),
                Map.entry(Instant.class, this::instant),
                Map.entry(Duration.class, () -> Duration.ofNanos(random.nextLong() >>> 8)),
                Map.entry(Source.class, this::source),
                Map.entry(Object.class, () -> json(2)));
    }

    <R> R record(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getAnnotatedType()))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException failed) {
            throw new AssertionError(type + " from " + Arrays.toString(values), failed);
        }
    }

    private @Nullable Object value(AnnotatedType type) {
        if (type.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
            return null;
        }
        Class<?> raw = raw(type);
        if (raw == List.class) {
            return list(argument(type, 0));
        } else if (raw == Set.class) {
            return new HashSet<>(list(argument(type, 0)));
        } else if (raw == Map.class) {
            return map(argument(type, 0), argument(type, 1));
        } else if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        }
        Supplier<Object> scalar = scalars.get(raw);
        return scalar != null ? scalar.get() : record(raw);
    }

    private List<Object> list(AnnotatedType element) {
        List<Object> list = new ArrayList<>();
        depth++;
        for (int n = depth > DEEPEST ? 0 : random.nextInt(4); n > 0; n--) {
            list.add(value(element));
        }
        depth--;
        return list;
    }

    private Map<Object, Object> map(AnnotatedType key, AnnotatedType value) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            map.put(value(key), value(value));
        }
        return map;
    }

    /** What a JSON parser that keeps every digit would give for some text. */
    private @Nullable Object json(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> new BigDecimal("0.1234567890123456789012345" + (1 + random.nextInt(9)));
            case 4 -> 1L << 53 | random.nextInt(1000);
            case 5 -> text();
            case 6 -> new ArrayList<>(Arrays.asList(json(depth - 1), json(depth - 1)));
            default -> {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put(text(), json(depth - 1));
                yield object;
            }
        };
    }

    private Object source() {
        switch (random.nextInt(4)) {
            case 0:
                return Source.Kafka.of(text());
            case 1:
                return record(Source.Service.class);
            case 2:
                return new Source.Poll(text(), 1.5, text(), 2);
            default:
        }
        Template template = Template.values()[random.nextInt(Template.values().length)];
        Long seed = random.nextBoolean() ? random.nextLong() : null;
        return new Source.Generator(template, 0.5 + random.nextInt(9_000), text(), 1 + random.nextInt(100), seed);
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private Short small() {
        return (short) random.nextInt();
    }

    /** Any characters that JSON has to escape, and some beyond the basic plane. */
    private String text() {
        String[] pieces = {"a", "Ω", "\"", "\\", "\n", "\u0000", "😀", "/", "{", "0", " "};
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static AnnotatedType argument(AnnotatedType type, int index) {
        return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
    }

    private static Class<?> raw(AnnotatedType type) {
        return type.getType() instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) type.getType();
    }
}
