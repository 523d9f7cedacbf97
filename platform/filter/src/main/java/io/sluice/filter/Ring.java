package io.sluice.filter;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * The last numbers of one column, and what their statistics are. Sums are exact and follow each number that comes and goes, so a
 * statistic costs the same however long the window is; only least and greatest are sought anew.
 */
final class Ring {
    private final @Nullable BigDecimal[] numbers;
    private int known;
    private BigDecimal sum = BigDecimal.ZERO;
    private BigDecimal squares = BigDecimal.ZERO;

    Ring(int rows) {
        this.numbers = new BigDecimal[rows];
    }

    /** Puts a number, or null for a row without one, in the place of what has been in the slot. */
    void put(int slot, @Nullable BigDecimal number) {
        BigDecimal gone = numbers[slot];
        if (gone != null) {
            known--;
            sum = sum.subtract(gone);
            squares = squares.subtract(gone.multiply(gone));
        }
        numbers[slot] = number;
        if (number != null) {
            known++;
            sum = sum.add(number);
            squares = squares.add(number.multiply(number));
        }
    }

    /** Null where a row is missing or has no number. */
    @Nullable BigDecimal stat(Stat stat) {
        if (known < numbers.length) {
            return null;
        }
        return switch (stat) {
            case SUM -> sum;
            case MEAN -> sum.divide(BigDecimal.valueOf(numbers.length), MathContext.DECIMAL128);
            case MIN -> extreme(-1);
            case MAX -> extreme(1);
            case STD -> deviation();
        };
    }

    private @Nullable BigDecimal extreme(int sign) {
        BigDecimal best = numbers[0];
        for (BigDecimal number : numbers) {
            if (best == null || (number != null && number.compareTo(best) * sign > 0)) {
                best = number;
            }
        }
        return best;
    }

    /** The root of (n Σx² − (Σx)²) / (n (n − 1)), which is exact up to the division. */
    private @Nullable BigDecimal deviation() {
        int rows = numbers.length;
        if (rows == 1) {
            return null;
        }
        BigDecimal n = BigDecimal.valueOf(rows);
        BigDecimal spread = n.multiply(squares).subtract(sum.multiply(sum));
        return spread.divide(n.multiply(BigDecimal.valueOf(rows - 1L)), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL128);
    }
}
