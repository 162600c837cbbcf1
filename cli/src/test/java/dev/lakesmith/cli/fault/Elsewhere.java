package dev.lakesmith.cli.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A project whose lake is not in its folder. */
record Elsewhere(Subject subject, Home home) implements Subject {

    @Override
    public String name() {
        return subject.name();
    }

    @Override
    public void create(Path folder) throws IOException {
        subject.create(folder);
        home.furnish(folder);
    }

    @Override
    public List<Round> rounds() {
        return subject.rounds();
    }

    @Override
    public List<String> clockColumns(String table) {
        return subject.clockColumns(table);
    }

    @Override
    public String idle() {
        return subject.idle();
    }
}
