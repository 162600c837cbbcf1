package dev.lakesmith.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What was measured for a figure, round by round. */
record Result(Figure figure, List<Round> rounds) {

    Result {
        rounds = List.copyOf(rounds);
    }

    /** Costs measured one right after the other. */
    record Round(Cost lakesmith, Optional<Cost> limit, Optional<Cost> peer) {}

    /** A contender's median. */
    OptionalDouble median(Function<Round, Optional<Cost>> contender, ToDoubleFunction<Cost> measure) {
        return Median.of(rounds.stream()
                .map(contender)
                .flatMap(Optional::stream)
                .mapToDouble(measure)
                .toArray());
    }

    /**
     * How many times as much Lakesmith needs. The median of each round's ratio: what slows the machine down for a while
     * slows down both sides of a round.
     */
    OptionalDouble ratio(Function<Round, Optional<Cost>> other, ToDoubleFunction<Cost> measure) {
        return Median.of(rounds.stream()
                .filter(round -> other.apply(round).isPresent())
                .mapToDouble(round -> measure.applyAsDouble(round.lakesmith())
                        / measure.applyAsDouble(other.apply(round).orElseThrow()))
                .toArray());
    }

    /** The most memory that a contender held in any round. */
    OptionalLong peakBytes(Function<Round, Optional<Cost>> contender) {
        return rounds.stream()
                .map(contender)
                .flatMap(Optional::stream)
                .flatMapToLong(cost -> cost.peakBytes().stream())
                .max();
    }

    /** Whether the goal is reached; empty without a goal. */
    Optional<Boolean> reachesGoal() {
        return figure.goal().map(goal -> goal.reached().test(this));
    }
}
