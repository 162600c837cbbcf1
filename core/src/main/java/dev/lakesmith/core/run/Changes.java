package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.ChangeLimit;
import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.engine.CheckOutcome;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/** Holds a number against what it was in earlier runs. */
final class Changes {

    private static final MathContext SHOWN = new MathContext(4);

    private Changes() {}

    /**
     * Judges a change.
     *
     * @param now the number as text
     * @param earlier the numbers of earlier runs, oldest first
     */
    static CheckOutcome judged(Check check, Rule.Measured rule, String now, List<Double> earlier) {
        ChangeLimit limit = rule.change().orElseThrow();
        String seen = rule.described() + " is " + now;
        if (earlier.size() < limit.runs()) {
            String runs =
                    earlier.size() + " of the " + limit.runs() + " earlier runs it is compared with are known yet";
            return Verdicts.passed(check, seen, Optional.of(seen + "; not compared, " + runs));
        }
        List<Double> last = earlier.subList(earlier.size() - limit.runs(), earlier.size());
        Optional<Double> number = Metrics.number(now);
        if (number.isEmpty()) {
            return Verdicts.failed(check, seen + ", which cannot be compared with earlier runs");
        }
        double value = number.get();
        double mean = last.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double distance = Math.abs(value - mean);
        double spread = Math.sqrt(last.stream()
                .mapToDouble(each -> (each - mean) * (each - mean))
                .average()
                .orElseThrow());
        String compared = ", " + (value < mean ? "below" : "above") + " the mean " + shown(mean) + " of the last "
                + (limit.runs() == 1 ? "run" : limit.runs() + " runs") + " by ";
        double percent = share(distance, Math.abs(mean)) * 100;
        if (limit.maxPercent().isPresent() && percent > limit.maxPercent().getAsDouble()) {
            return Verdicts.failed(
                    check,
                    seen + compared + shown(percent) + " %; allowed are "
                            + shown(limit.maxPercent().getAsDouble()) + " %");
        }
        double z = share(distance, spread);
        if (limit.maxZ().isPresent() && z > limit.maxZ().getAsDouble()) {
            return Verdicts.failed(
                    check,
                    seen + compared + shown(z) + " standard deviations of " + shown(spread) + "; allowed are "
                            + shown(limit.maxZ().getAsDouble()));
        }
        return Verdicts.passed(check, seen, Optional.empty());
    }

    /** A change from nothing is as large as can be, and no change is none. */
    private static double share(double distance, double whole) {
        return distance == 0 ? 0 : whole == 0 ? Double.POSITIVE_INFINITY : distance / whole;
    }

    private static String shown(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).round(SHOWN).stripTrailingZeros().toPlainString()
                : "∞";
    }
}
