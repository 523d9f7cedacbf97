package io.sluice.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalog-service's endpoints for what people do not see of a dataset's records. */
public final class Masking {
    public static final Endpoint<FindRules, Rules> FIND =
            new Endpoint<>("catalog.masking.find", FindRules.class, Rules.class);
    public static final Endpoint<PutRules, Rules> PUT =
            new Endpoint<>("catalog.masking.put", PutRules.class, Rules.class);
    /** What a user does not see of a topic's records, by all datasets whose records it carries. */
    public static final Endpoint<OfTopic, Veiling> OF_TOPIC =
            new Endpoint<>("catalog.masking.of-topic", OfTopic.class, Veiling.class);
    /** Topics of which not everybody sees everything. */
    public static final Endpoint<ListMasked, MaskedTopics> MASKED =
            new Endpoint<>("catalog.masking.topics", ListMasked.class, MaskedTopics.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(FIND, PUT, OF_TOPIC, MASKED);

    /** Rules of a dataset. */
    public static final int MAX_RULES = 50;
    /** Fields of a rule. */
    public static final int MAX_FIELDS = 200;

    private Masking() {}

    /**
     * For some people some fields are masked and some records are not there. Whoever may manage the dataset sees everything.
     *
     * @param groups whom it is for; empty: everybody
     * @param except members of these groups are not meant, whatever else they are in
     * @param mask by path, what is done with the field: see {@link Veiling#fields}
     * @param rows a filter; only records that match it are shown. Null: all are
     */
    public record Rule(
            List<String> groups,
            List<String> except,
            Map<String, String> mask,
            @Nullable String rows) {
        public Rule {
            groups = List.copyOf(groups);
            except = List.copyOf(except);
            mask = Map.copyOf(mask);
        }

        /** @param theirs groups that somebody is in */
        public boolean isFor(List<String> theirs) {
            boolean meant = groups.isEmpty() || groups.stream().anyMatch(theirs::contains);
            return meant && except.stream().noneMatch(theirs::contains);
        }
    }

    /** @param items all that are for somebody count together; of several masks of one field the strongest does */
    public record Rules(List<Rule> items) {
        public static final Rules NONE = new Rules(List.of());

        public Rules {
            items = List.copyOf(items);
        }
    }

    /** @param ref id or name of a dataset that the caller may manage */
    public record FindRules(Caller caller, String ref) {}

    /** @param rules take the place of those that were there; checked by whoever asks */
    public record PutRules(Caller caller, String ref, Rules rules) {}

    public record OfTopic(Caller caller, String topic) {}

    public record ListMasked() {}

    public record MaskedTopics(List<String> names) {}
}
