package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the first records of a stream. */
@Command(
        name = "sample",
        description = "Show the first records that a stream reads, as the source writes them; of files, which they are."
                + " Lands nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith sources sample shop orders             the first ten rows",
            "  lakesmith sources sample shop orders --rows 3"
        })
final class SampleCommand implements Runnable {

    @ParentCommand
    private @Nullable SourcesCommand parent;

    @Parameters(index = "0", paramLabel = "NAME", description = "The source.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "STREAM", description = "One of its streams.")
    private String stream = "";

    @Option(names = "--rows", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int rows = 10;

    @Override
    public void run() {
        RootCommand root = Objects.requireNonNull(parent).root();
        if (rows < 1 || rows > 10_000) {
            throw new LakesmithException(ErrorCode.USAGE, "--rows must be from 1 to 10000, got " + rows);
        }
        DeclaredSources sources = DeclaredSources.of(root);
        Source source = sources.named(name);
        Stream wanted = find(source);
        Sample sample;
        try (Explorer explorer = sources.explore(source)) {
            sample = explorer.sample(wanted, rows)
                    .orElseThrow(() -> new LakesmithException(
                            ErrorCode.USAGE,
                            "sources of the connector " + source.connector() + " give no samples; jdbc and files do"));
        }
        if (sample.rows().isEmpty() && !root.options().json()) {
            root.console().out().println("nothing is there yet");
            return;
        }
        Printing.print(
                root,
                Rows.of(
                        sample.columns().stream()
                                .map(column -> new Column(column.name(), "VARCHAR"))
                                .toList(),
                        sample.rows()));
    }

    private Stream find(Source source) {
        return source.streams().stream()
                .filter(each -> each.name().equals(stream))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names =
                            source.streams().stream().map(Stream::name).toList();
                    return new LakesmithException(
                            ErrorCode.USAGE,
                            "the source " + name + " declares no stream '" + stream + "'"
                                    + (names.isEmpty() ? "" : "; it has " + String.join(", ", names))
                                    + Nearest.hint(stream, names));
                });
    }
}
