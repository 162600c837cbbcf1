package dev.lakesmith.cli.fault;

import dev.lakesmith.vocabulary.FaultPoint;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * How a command is killed.
 *
 * @param place a fault point and which time it is reached, such as {@code LOAD_WRITTEN:2}; empty: at a moment
 * @param after the moment, in milliseconds from the start
 */
record Blow(String place, long after) {

    private static final String MOMENT = "a random moment";

    String counted() {
        return place.isEmpty() ? MOMENT : place.substring(0, place.indexOf(':'));
    }

    /** Where in a series of blows to one change a blow stands. */
    enum Turn {
        FIRST,
        MIDDLE,
        LAST
    }

    /** Deals blows: half of them at moments, the others at every fault point in turn. */
    static final class Dealer {

        /** What a run no longer reaches when an earlier one got beyond it. */
        private static final Set<FaultPoint> EARLY =
                EnumSet.of(FaultPoint.EXTRACT_COMMITTED, FaultPoint.LOAD_WRITTEN, FaultPoint.LOAD_COMMITTED);

        /** What a run reaches only when a table is over its budget; if none is, the change is dealt with. */
        private static final Set<FaultPoint> SELDOM = EnumSet.of(FaultPoint.UPKEEP_WRITTEN, FaultPoint.UPKEEP_STAGED);

        private static final Set<FaultPoint> OF_REPLAYS = EnumSet.of(
                FaultPoint.REPLAY_WRITTEN,
                FaultPoint.REPLAY_STAGED,
                FaultPoint.MODEL_WRITTEN,
                FaultPoint.METADATA_WRITTEN,
                FaultPoint.PUBLISH_INSIDE,
                FaultPoint.PUBLISH_DONE);

        private static final Set<FaultPoint> OF_UPKEEP = EnumSet.of(
                FaultPoint.UPKEEP_WRITTEN,
                FaultPoint.UPKEEP_STAGED,
                FaultPoint.UPKEEP_REMOVED,
                FaultPoint.METADATA_WRITTEN,
                FaultPoint.PUBLISH_INSIDE);

        private final Random random;
        private final Map<String, Integer> next = new HashMap<>();

        Dealer(Random random) {
            this.random = random;
        }

        /** @param usual how long the command takes when nothing happens to it, in milliseconds */
        Blow next(Round round, Turn turn, long usual) {
            if (random.nextBoolean()) {
                return moment(usual);
            }
            List<FaultPoint> places = places(round, turn);
            String cycle = round.isReplay() ? "replay" : round.isUpkeep() ? "upkeep" : turn.name();
            FaultPoint place = places.get((next.merge(cycle, 1, Integer::sum) - 1) % places.size());
            int most =
                    switch (place) {
                        case METADATA_WRITTEN -> round.isRun() ? 25 : 4;
                        case PUBLISH_INSIDE -> round.isRun() ? 12 : 2;
                        case UPKEEP_REMOVED -> 10;
                        case MODEL_WRITTEN, MODEL_STAGED, MODEL_CHECKED -> round.isRun() ? 8 : 1;
                        default -> random.nextInt(3) == 0 ? 3 : 1;
                    };
            return new Blow(place + ":" + (1 + random.nextInt(most)), 0);
        }

        Blow moment(long usual) {
            return new Blow("", (long) (random.nextDouble() * usual));
        }

        private static List<FaultPoint> places(Round round, Turn turn) {
            if (round.isReplay()) {
                return List.copyOf(OF_REPLAYS);
            } else if (round.isUpkeep()) {
                return List.copyOf(OF_UPKEEP);
            }
            List<FaultPoint> places = new ArrayList<>(List.of(FaultPoint.values()));
            places.removeIf(place -> place.name().startsWith("REPLAY_")
                    || place == FaultPoint.UPKEEP_REMOVED
                    || (EARLY.contains(place) && turn != Turn.FIRST)
                    || (SELDOM.contains(place) && turn != Turn.LAST));
            return places;
        }
    }
}
