package io.sluice.bench.search;

import io.sluice.contract.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * What people ask a catalog: of 100 questions 25 are one word (common and rare ones), 15 two and 10 three words of one dataset, 20 what
 * stands there while somebody types, 8 words within an organisation or type, 10 filters alone, 5 the whole catalog in some order, 7
 * substrings. Every tenth of the searches is asked for its second page.
 */
public final class Mix {
    private static final List<String> SORTS =
            List.of("relevance", "name", "-name", "created", "-created", "updated", "-updated");
    private static final List<String> TYPES = List.of("csv", "json", "netcdf", "kafka", "s3", "service");
    private static final int RARE_FROM = 500;

    private final Corpus corpus;
    private final int datasets;
    private final SplittableRandom random;

    public Mix(Corpus corpus, int datasets, long seed) {
        this.corpus = corpus;
        this.datasets = datasets;
        this.random = new SplittableRandom(seed);
    }

    /** A multiple of a hundred. */
    public List<Question> questions(int hundreds) {
        List<Question> all = new ArrayList<>();
        for (int i = 0; i < hundreds; i++) {
            add(
                    all,
                    10,
                    () -> Question.words(
                            "common word", corpus.word(corpus.words().draw(random))));
            add(
                    all,
                    15,
                    () -> Question.words("rare word", corpus.word(random.nextInt(RARE_FROM, corpus.vocabulary()))));
            add(all, 15, () -> Question.words("two words", someOf(2)));
            add(all, 10, () -> Question.words("three words", someOf(3)));
            add(all, 15, () -> Question.words("typed", typed(someOf(1))));
            add(all, 5, () -> Question.words("typed", someOf(1) + " " + typed(someOf(1))));
            add(all, 4, () -> Question.search("filtered words", someOf(1), organization(), null, null, "relevance"));
            add(all, 4, () -> Question.search("filtered words", someOf(2), null, null, type(), sort()));
            add(all, 4, () -> Question.search("filter", "", organization(), null, null, sort()));
            add(
                    all,
                    4,
                    () -> Question.search(
                            "filter", "", null, corpus.tag(corpus.tags().draw(random)), null, sort()));
            add(all, 2, () -> Question.search("filter", "", organization(), null, type(), sort()));
            add(all, 5, () -> Question.search("everything", "", null, null, null, sort()));
            add(all, 7, () -> Question.terms(List.of(part(someOf(1)))));
        }
        return all;
    }

    private static void add(List<Question> all, int count, Supplier<Question> one) {
        for (int i = 0; i < count; i++) {
            all.add(one.get());
        }
    }

    /** Words that stand together in a dataset. */
    private String someOf(int count) {
        Dataset dataset = corpus.dataset(random.nextInt(datasets));
        String[] words = (dataset.title() + " " + dataset.notes()).split(" ");
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(words[random.nextInt(words.length)]);
        }
        return String.join(" ", some);
    }

    private String typed(String word) {
        return word.substring(0, random.nextInt(1, Math.min(5, word.length()) + 1));
    }

    private String part(String word) {
        int from = word.length() <= 4 ? 0 : random.nextInt(word.length() - 4);
        return word.substring(from, Math.min(word.length(), from + random.nextInt(4, 8)));
    }

    private String organization() {
        return Corpus.organization(corpus.organizations().draw(random));
    }

    private String type() {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    private String sort() {
        return SORTS.get(random.nextInt(SORTS.size()));
    }
}
