package dev.lakesmith.cli;

import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists what the project reads. */
@Command(
        name = "sources",
        description = "List the sources of the project and their streams; test them, or see what else they offer.",
        subcommands = {TestSourcesCommand.class, DiscoverCommand.class, SampleCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith sources                        what the project reads, and where to",
            "  lakesmith sources test                   whether each stream can be read",
            "  lakesmith sources discover crm           what else the source crm offers",
            "  lakesmith sources discover crm --yaml    the same as streams to paste"
        })
final class SourcesCommand implements Runnable {

    @ParentCommand
    private @Nullable RootCommand root;

    RootCommand root() {
        return Objects.requireNonNull(root);
    }

    @Override
    public void run() {
        DeclaredSources sources = DeclaredSources.of(root());
        boolean json = root().options().json();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Source source : sources.all()) {
            for (Stream stream : source.streams()) {
                rows.add(Arrays.asList(
                        source.name(),
                        source.connector(),
                        stream.name(),
                        root().secrets().scrub(reads(stream)),
                        stream.bronze().toString(),
                        stream.place().toString()));
            }
            if (source.streams().isEmpty()) {
                rows.add(Arrays.asList(
                        source.name(),
                        source.connector(),
                        json ? null : "",
                        json ? null : "",
                        json ? null : "",
                        json ? null : ""));
            }
        }
        if (rows.isEmpty() && !json) {
            root().console().out().println("the project has no sources; sources/NAME.yml makes one");
            return;
        }
        Printing.print(
                root(),
                Rows.of(
                        List.of(
                                new Column("source", "VARCHAR"),
                                new Column("connector", "VARCHAR"),
                                new Column("stream", "VARCHAR"),
                                new Column("reads", "VARCHAR"),
                                new Column("table", "VARCHAR"),
                                new Column("declared", "VARCHAR")),
                        rows));
    }

    /** The stream's first key says what it reads; a stream that writes none reads what it is called. */
    private static String reads(Stream stream) {
        return stream.options().keys().stream()
                .findFirst()
                .map(key -> String.join(", ", texts(stream, key)))
                .orElse(stream.name());
    }

    private static List<String> texts(Stream stream, String key) {
        return stream.options().texts(key);
    }
}
