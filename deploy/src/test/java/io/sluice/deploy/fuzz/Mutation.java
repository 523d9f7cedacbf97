package io.sluice.deploy.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One thing about a JSON value made wrong. */
enum Mutation {
    MISSING {
        @Override
        void apply(ObjectNode at, String name, Random random) {
            at.remove(name);
        }
    },
    UNKNOWN {
        @Override
        void apply(ObjectNode at, String name, Random random) {
            at.put(random.nextBoolean() ? "unknown" : Hostile.text(random), 1);
        }
    },
    OTHER_TYPE {
        @Override
        void apply(ObjectNode at, String name, Random random) {
            at.set(name, odd(random));
        }
    },
    HOSTILE_TEXT {
        @Override
        void apply(ObjectNode at, String name, Random random) {
            at.put(name, Hostile.text(random));
        }
    },
    HUGE_TEXT {
        @Override
        void apply(ObjectNode at, String name, Random random) {
            at.put(name, "x".repeat(1 << (10 + random.nextInt(10))));
        }
    },
    HUGE_LIST {
        @Override
        void apply(ObjectNode at, String name, Random random) {
            JsonNode value = at.path(name);
            JsonNode element = value.isArray() && !value.isEmpty() ? value.get(0) : NODES.textNode("a");
            ArrayNode list = at.putArray(name);
            int size = 1 << (8 + random.nextInt(6));
            for (int i = 0; i < size; i++) {
                list.add(element);
            }
        }
    },
    HUGE_OBJECT {
        @Override
        void apply(ObjectNode at, String name, Random random) {
            ObjectNode object = at.putObject(name);
            for (int i = 0; i < 5_000; i++) {
                object.put("k" + i, i);
            }
        }
    },
    DEEP {
        @Override
        void apply(ObjectNode at, String name, Random random) {
            JsonNode deep = NODES.numberNode(1);
            int depth = 1 << (4 + random.nextInt(6));
            for (int i = 0; i < depth; i++) {
                deep = random.nextBoolean()
                        ? NODES.arrayNode().add(deep)
                        : NODES.objectNode().set("a", deep);
            }
            at.set(name, deep);
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    abstract void apply(ObjectNode at, String name, Random random);

    /** @return the value with one to three things wrong; at any depth */
    static JsonNode of(JsonNode value, Random random) {
        JsonNode mutated = value.deepCopy();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            List<ObjectNode> objects = new ArrayList<>();
            objects(mutated, objects);
            if (objects.isEmpty()) {
                return odd(random);
            }
            ObjectNode at = objects.get(random.nextInt(objects.size()));
            List<String> names = names(at);
            String name = names.isEmpty() ? "name" : names.get(random.nextInt(names.size()));
            values()[random.nextInt(values().length)].apply(at, name, random);
        }
        return mutated;
    }

    static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static String text(JsonNode value) {
        try {
            return Values.JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void objects(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object) {
            into.add(object);
        }
        if (into.size() < 50) {
            node.forEach(child -> objects(child, into));
        }
    }

    private static JsonNode odd(Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(true);
            case 2 -> NODES.numberNode(-1);
            case 3 -> NODES.numberNode(0.5);
            case 4 -> NODES.numberNode(new BigInteger("9".repeat(40)));
            case 5 -> NODES.numberNode(new BigDecimal("1e400000"));
            case 6 -> NODES.numberNode(Integer.MAX_VALUE + 1L);
            case 7 -> NODES.arrayNode();
            case 8 -> NODES.objectNode();
            case 9 -> NODES.arrayNode().addNull();
            default -> NODES.textNode("a");
        };
    }
}
