package dev.lakesmith.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures a figure: its contenders one after the other, round after round. */
final class SideBySide {

    private final TimedProgram program;
    private final int rounds;

    SideBySide(TimedProgram program, int rounds) {
        this.program = program;
        this.rounds = rounds;
    }

    /**
     * Measures.
     *
     * @param told gets a line for each round
     * @throws IOException when a contender fails
     */
    Result measure(Figure figure, Consumer<String> told) throws IOException {
        figure.once().run();
        List<Result.Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Cost lakesmith = cost(figure.lakesmith());
            Optional<Cost> limit = cost(figure.limit());
            Optional<Cost> peer = cost(figure.peer());
            told.accept("Lakesmith " + shown(lakesmith)
                    + limit.map(cost -> ", " + figure.against().orElse("DuckDB") + " " + shown(cost))
                            .orElse("")
                    + peer.map(cost -> ", Spark " + shown(cost)).orElse(""));
            measured.add(new Result.Round(lakesmith, limit, peer));
        }
        return new Result(figure, measured);
    }

    private Optional<Cost> cost(Optional<Contender> contender) throws IOException {
        return contender.isPresent() ? Optional.of(cost(contender.get())) : Optional.empty();
    }

    private Cost cost(Contender contender) throws IOException {
        contender.before().run();
        return program.run(contender.command());
    }

    private static String shown(Cost cost) {
        return String.format(
                Locale.ROOT,
                "%.2f CPU s, %.2f s, %s MB",
                cost.cpuSeconds(),
                cost.wallSeconds(),
                cost.peakBytes().isPresent() ? cost.peakBytes().getAsLong() / 1_000_000 : "?");
    }
}
