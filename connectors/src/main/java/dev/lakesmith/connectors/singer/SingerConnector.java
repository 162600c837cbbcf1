package dev.lakesmith.connectors.singer;

import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.ConnectorPage;
import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.TextRule;
import dev.lakesmith.core.project.ValueType;
import dev.lakesmith.formats.Format;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Reads through Singer taps, each a child process. */
public final class SingerConnector implements Connector {

    private static final ObjectSpec SOURCE = ObjectSpec.of(
                    "singer source",
                    Field.textOrTexts("command")
                            .required()
                            .describedAs("The tap: its executable, or a list of the executable and its arguments. A"
                                    + " relative path with a slash starts at the project's folder, a bare name is looked"
                                    + " for in PATH.")
                            .example("[.venv/bin/tap-github]"),
                    Field.map("config", "key of the tap's configuration", new ValueType.Anything())
                            .describedAs("What the tap is told, in its own keys. It is handed over in a file that only"
                                    + " this user can read and that is gone when the tap has ended.")
                            .example("{ access_token: \"${env:GITHUB_TOKEN}\", start_date: 2026-01-01 }"),
                    Field.text("catalog")
                            .leftOutMeans("the tap is asked with `--discover` before it reads")
                            .describedAs("A catalog file, for taps that discover nothing or take long to.")
                            .example("taps/github-catalog.json"),
                    Field.word("catalog_option", "catalog", "properties")
                            .orElse("catalog")
                            .describedAs(
                                    "The option with which the tap takes its catalog; old taps say `--properties`."),
                    Field.duration("timeout")
                            .orElse("15m")
                            .describedAs("A tap that neither writes nor logs anything for so long is ended."),
                    Field.memory("longest_message").orElse("64MB").describedAs("A message that is longer is an error."))
            .describedAs("A Singer tap: a program that writes its records to standard output as JSON messages.");

    private static final ObjectSpec STREAM = ObjectSpec.of(
            "singer stream",
            Field.text("stream")
                    .leftOutMeans("the stream's name here")
                    .describedAs("What the tap calls it, its `tap_stream_id`.")
                    .example("pull_requests"),
            Field.textOrTexts("fields")
                    .leftOutMeans("all that the tap offers")
                    .describedAs("The fields to ask for; those that the tap always sends come too.")
                    .example("[id, title, updated_at]"),
            Field.word("replication", "full", "incremental", "log_based")
                    .leftOutMeans("what the tap's catalog says")
                    .describedAs("How the tap reads: all records each time, those after its state, or a log."),
            Field.text("replication_key", TextRule.NOT_BLANK)
                    .leftOutMeans("what the tap's catalog says")
                    .describedAs("The field that an incremental tap goes by.")
                    .example("updated_at"));

    private static final ConnectorPage PAGE = new ConnectorPage("""
            connector: singer
            command: .venv/bin/tap-github
            config:
              access_token: ${env:GITHUB_TOKEN}
              repository: apache/iceberg
            streams:
              pull_requests: {}
              issue_comments: { stream: comments, fields: [id, body, updated_at] }
            """, """
            What a run does with a tap: [Singer taps](../../guides/singer.md). It was run against taps written for the tests, as real child
            processes; no published tap was run against its service.
            """);

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                        "singer",
                        SOURCE,
                        STREAM,
                        Optional.of(new Format.Json(true, Optional.empty(), Optional.empty())))
                .shown(PAGE);
    }

    @Override
    public SourceReader open(Source source, Path project, Clock clock) {
        return new SingerReader(Tap.of(source, project), clock);
    }

    @Override
    public Explorer explore(Source source, Path project) {
        return new TapExplorer(source, Tap.of(source, project));
    }
}
