package dev.lakesmith.cli.fault;

import dev.lakesmith.cli.fault.Installation.Ended;
import dev.lakesmith.cli.fault.Installation.Started;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A project gone through without any disturbance.
 *
 * @param steps what its lake held before and after each command
 */
record Undisturbed(Subject subject, List<Step> steps) {

    /**
     * One command.
     *
     * @param usual how many milliseconds it takes at least, as far as is known: the machine may have been busy
     */
    record Step(SortedMap<String, TableContents> before, SortedMap<String, TableContents> after, AtomicLong usual) {

        void took(long millis) {
            usual.accumulateAndGet(millis, Math::min);
        }
    }

    static Undisturbed of(Subject subject, Path project, Installation program) throws IOException {
        subject.create(project);
        TableContents.Reader reader = new TableContents.Reader(subject);
        List<Step> steps = new ArrayList<>();
        for (Round round : subject.rounds()) {
            round.prepare().accept(project);
            SortedMap<String, TableContents> before = contents(project, reader);
            Started started = program.start(project, "", round.command());
            Ended ended = started.end();
            long millis = started.millis();
            if (ended.code() != 0) {
                throw new AssertionError(project + ", " + round.name() + ", undisturbed: " + ended.output());
            }
            steps.add(new Step(before, contents(project, reader), new AtomicLong(millis)));
        }
        return new Undisturbed(subject, steps);
    }

    /** The same, to be compared with lakes elsewhere. */
    Undisturbed in(Home home) {
        return new Undisturbed(new Elsewhere(subject, home), steps);
    }

    static SortedMap<String, TableContents> contents(Path project, TableContents.Reader reader) {
        if (!Home.of(project).exists(project)) {
            return new TreeMap<>();
        }
        try (OpenLake open = OpenLake.of(project)) {
            return reader.of(open.lake().published(), open.engine());
        }
    }
}
