package dev.lakesmith.connectors.files;

import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Reads files from folders of this machine. */
public final class FilesConnector implements Connector {

    private static final ObjectSpec SOURCE =
            ObjectSpec.of("files source").describedAs("Files in folders of the machine that runs the project.");

    private static final ObjectSpec STREAM = ObjectSpec.of(
            "files stream",
            Field.textOrTexts("path")
                    .required()
                    .describedAs("Which files: a glob, or several, relative to the project's folder. `*` stands for any"
                            + " part of a name, `**` for any folders, `?` for one character, `{a,b}` for either. Hidden"
                            + " files and files that are still being written (`*.tmp`, `*.part`, `*.crdownload`) are"
                            + " left out.")
                    .example("drop/contacts/*.csv.gz"),
            Field.textOrTexts("exclude")
                    .describedAs("Globs of files to leave out; one without a slash is held against names alone.")
                    .example("drop/contacts/*-test.csv"),
            Field.duration("min_age")
                    .orElse("0s")
                    .describedAs(
                            "Files changed more recently than this wait for a later run, because somebody may still"
                                    + " be writing them.")
                    .example("5m"));

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("files", SOURCE, STREAM, Optional.empty());
    }

    @Override
    public SourceReader open(Source source, Path project, Clock clock) {
        return new FilesReader(project, clock);
    }

    @Override
    public Explorer explore(Source source, Path project) {
        return new FileGroups(source, project);
    }
}
