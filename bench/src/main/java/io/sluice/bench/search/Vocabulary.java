package io.sluice.bench.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The words of the made-up catalog, the most frequent first: those of the trade, then pronounceable ones that nobody knows. */
final class Vocabulary {
    private static final int WORDS = 30_000;
    private static final String TRADE = """
            the of and data in for from with at to by daily temperature water stations air hourly quality observations surface \
            model monthly river ocean soil precipitation wind sensor measurements forecast climate network national humidity \
            pressure coastal snow satellite discharge level records time series global regional survey analysis radar lake \
            ground deep salinity ozone carbon nitrogen dioxide oxygen particulate matter stream flow gauge depth moisture \
            vegetation index land cover forest fire burned area elevation terrain seismic earthquake waveform magnitude \
            volcano ash plume ice glacier sea current wave height tide buoy mooring profile plankton chlorophyll fish catch \
            species abundance bird migration insect pollen crop yield harvest drought flood storm hurricane tornado lightning \
            cloud radiation solar ultraviolet aerosol smoke dust visibility dew point evaporation infiltration aquifer well \
            nitrate phosphate turbidity conductivity acidity sediment bacteria virus health hospital traffic vehicle road \
            bridge building energy consumption grid load power outage battery charging bicycle rides taxi fares noise \
            population census income housing permits budget parcels zoning addresses""";
    private static final String[] ONSETS = {
        "b", "br", "c", "cl", "d", "dr", "f", "g", "gl", "h", "j", "k", "l", "m", "n", "p", "pr", "qu", "r", "s", "st",
        "t", "tr", "v", "w", "z"
    };
    private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ai", "ea", "ou"};
    private static final String[] CODAS = {"", "", "", "n", "r", "s", "l", "m", "t", "nd", "x"};

    private final List<String> words;

    Vocabulary(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> all = new LinkedHashSet<>(List.of(TRADE.split("\\s+")));
        while (all.size() < WORDS) {
            StringBuilder word = new StringBuilder();
            for (int syllables = random.nextInt(2, 5); syllables > 0; syllables--) {
                word.append(any(ONSETS, random)).append(any(VOWELS, random)).append(any(CODAS, random));
            }
            all.add(word.toString());
        }
        words = List.copyOf(all);
    }

    int size() {
        return words.size();
    }

    String word(int rank) {
        return words.get(rank);
    }

    private static String any(String[] parts, SplittableRandom random) {
        return parts[random.nextInt(parts.length)];
    }
}
