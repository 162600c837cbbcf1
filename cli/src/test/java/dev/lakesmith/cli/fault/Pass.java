package dev.lakesmith.cli.fault;

import dev.lakesmith.cli.fault.Blow.Turn;
import dev.lakesmith.cli.fault.Installation.Ended;
import dev.lakesmith.cli.fault.Installation.Started;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;

/** A project gone through from its first change to its last, with blows on the way. */
final class Pass {

    private final Subject subject;
    private final Undisturbed undisturbed;
    private final Installation program;
    private final TableContents.Reader reader;
    private final Random random;
    private final Blow.Dealer dealer;
    private final Tally tally;

    Pass(Undisturbed undisturbed, Installation program, Random random, Blow.Dealer dealer, Tally tally) {
        this.subject = undisturbed.subject();
        this.undisturbed = undisturbed;
        this.program = program;
        this.reader = new TableContents.Reader(subject);
        this.random = random;
        this.dealer = dealer;
        this.tally = tally;
    }

    /** @throws AssertionError at the first difference */
    void in(Path project) throws IOException {
        subject.create(project);
        List<Round> rounds = subject.rounds();
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            round.prepare().accept(project);
            Undisturbed.Step step = undisturbed.steps().get(i);
            try {
                if (random.nextInt(8) == 0) {
                    two(project, round, step);
                } else {
                    blows(project, round, step);
                }
                finish(project, round, step);
            } catch (AssertionError e) {
                throw new AssertionError(project + ", " + round.name() + ": " + e.getMessage(), e);
            }
            tally.rounds++;
        }
        ended(command(project, "", List.of("run")).end(), "one more run");
        String idle = ended(command(project, "", List.of(subject.idle())).end(), subject.idle());
        if (!idle.contains("nothing to do") && !idle.contains("nothing new")) {
            throw new AssertionError(project + ": something is left to do: " + idle);
        }
        SortedMap<String, TableContents> last =
                undisturbed.steps().get(rounds.size() - 1).after();
        List<String> left = Leavings.after(project, last, reader);
        if (!left.isEmpty()) {
            throw new AssertionError(project + ": left behind: " + String.join("\n", left));
        }
        tally.passes++;
    }

    private void blows(Path project, Round round, Undisturbed.Step step) {
        int inARow = 2 + random.nextInt(7);
        for (int i = 0; i < inARow; i++) {
            Turn turn = i == 0 ? Turn.FIRST : i < inARow - 1 ? Turn.MIDDLE : Turn.LAST;
            Blow blow = dealer.next(round, turn, step.usual().get());
            Started started = command(project, blow.place(), round.command());
            if (blow.place().isEmpty() && !started.endsWithin(blow.after())) {
                started.kill();
            }
            Ended ended = started.end();
            sober(ended, blow.toString());
            witness(project, step, "after " + blow + " as number " + (i + 1));
            if (ended.killed()) {
                tally.killed(blow.counted());
            } else if (ended.code() == 0) {
                tally.tooLate++;
                if (turn == Turn.FIRST) {
                    step.took(started.millis());
                }
                return;
            } else {
                throw new AssertionError(blow + " ended with " + ended.code() + ":\n" + ended.output());
            }
        }
    }

    /** Two commands at once, perhaps one of them killed. */
    private void two(Path project, Round round, Undisturbed.Step step) {
        tally.pairs++;
        boolean upkeepBeside = round.isRun() && random.nextInt(4) == 0;
        Started first = command(project, "", round.command());
        first.endsWithin(random.nextInt(400));
        Started second = command(project, "", upkeepBeside ? List.of("maintain") : round.command());
        if (random.nextBoolean()) {
            Started victim = random.nextBoolean() ? first : second;
            Blow blow = dealer.moment(step.usual().get() * 2);
            if (!victim.endsWithin(blow.after())) {
                victim.kill();
                tally.killed("a random moment, beside another command");
            }
        }
        for (Ended ended : List.of(first.end(), second.end())) {
            sober(ended, "beside another command");
            boolean gaveWay = ended.code() == 1 && ended.output().contains("nothing was published, run again");
            if (gaveWay) {
                tally.conflicts++;
            } else if (ended.code() != 0 && !ended.killed()) {
                throw new AssertionError("beside another command ended with " + ended.code() + ":\n" + ended.output());
            }
        }
        witness(project, step, "after two commands at once");
    }

    private void finish(Path project, Round round, Undisturbed.Step step) {
        List<String> command = new ArrayList<>(round.command());
        if (round.isRun() && random.nextInt(3) == 0 && hasBranch(project)) {
            command.add("--resume");
            tally.resumed++;
        }
        Started started = command(project, "", command);
        ended(started.end(), "going on with " + command);
        SortedMap<String, TableContents> seen = contents(project);
        if (!seen.equals(step.after())) {
            throw new AssertionError(
                    "going on with " + command + " ended in\n" + TableContents.difference(step.after(), seen));
        }
    }

    private static boolean hasBranch(Path project) {
        try (OpenLake open = OpenLake.of(project)) {
            return open.lake().branches().stream().anyMatch(branch -> branch.startsWith("run-"));
        }
    }

    private Started command(Path project, String fault, List<String> command) {
        tally.commands++;
        return program.start(project, fault, command);
    }

    private static String ended(Ended ended, String what) {
        sober(ended, what);
        if (ended.code() != 0) {
            throw new AssertionError(what + " ended with " + ended.code() + ":\n" + ended.output());
        }
        return ended.output();
    }

    /** A stack trace is never what a user should see. */
    private static void sober(Ended ended, String what) {
        if (ended.output().contains("\tat ") || ended.output().contains("Exception")) {
            throw new AssertionError(what + ", code " + ended.code() + ", printed\n" + ended.output());
        }
    }

    private void witness(Path project, Undisturbed.Step step, String when) {
        String objections = new Witness(step.before(), step.after()).objections(contents(project));
        if (!objections.isEmpty()) {
            throw new AssertionError(when + ": " + objections);
        }
    }

    private SortedMap<String, TableContents> contents(Path project) {
        SortedMap<String, TableContents> contents = Undisturbed.contents(project, reader);
        tally.states++;
        tally.tables += contents.size();
        tally.rows += contents.values().stream()
                .mapToLong(table -> table.rows().size())
                .sum();
        return contents;
    }
}
