package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tries whether sources can be read. */
@Command(
        name = "test",
        description = "Try whether sources can be reached with their credentials, and whether what each declared stream"
                + " reads is there. Reads no data, changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith sources test           every source; exit code 1 when anything is wrong",
            "  lakesmith sources test crm       one of them"
        })
final class TestSourcesCommand implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            new Column("source", "VARCHAR"),
            new Column("stream", "VARCHAR"),
            new Column("result", "VARCHAR"),
            new Column("found", "VARCHAR"));

    @ParentCommand
    private @Nullable SourcesCommand parent;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "A source. Default: all of them.")
    private @Nullable String name;

    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @Override
    public Integer call() {
        RootCommand root = Objects.requireNonNull(parent).root();
        DeclaredSources sources = DeclaredSources.of(root);
        List<Source> wanted = name == null ? sources.all() : List.of(sources.named(name));
        for (Source source : wanted) {
            test(root, source, sources);
        }
        boolean json = root.options().json();
        if (rows.isEmpty() && !json) {
            root.console().out().println("the project has no sources; sources/NAME.yml makes one");
            return ExitCode.DONE.number();
        }
        Printing.print(root, Rows.of(COLUMNS, rows));
        if (!json) {
            root.console().out().flush();
            complaints.forEach(complaint ->
                    root.console().err().println(root.console().palette().red("error:") + " " + complaint));
        }
        return complaints.isEmpty() ? ExitCode.DONE.number() : ExitCode.FAILED.number();
    }

    private void test(RootCommand root, Source source, DeclaredSources sources) {
        Optional<Explorer> opened = tried(root, source, Optional.empty(), () -> sources.explore(source));
        if (opened.isEmpty()) {
            return;
        }
        try (Explorer explorer = opened.get()) {
            Optional<String> answered = tried(root, source, Optional.empty(), explorer::connect);
            answered.ifPresent(found -> row(root, source, Optional.empty(), "ok", found));
            if (answered.isPresent()) {
                for (Stream stream : source.streams()) {
                    tried(root, source, Optional.of(stream), () -> explorer.find(stream))
                            .ifPresent(found -> row(root, source, Optional.of(stream), "ok", found));
                }
            }
        }
    }

    private <T> Optional<T> tried(RootCommand root, Source source, Optional<Stream> stream, Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (LakesmithException e) {
            if (e.code() == ErrorCode.INTERRUPTED || e.code() == ErrorCode.INTERNAL_ERROR) {
                throw e;
            }
            String told = root.secrets().scrub(e.message());
            complaints.add(told + root.console().palette().dim(" [" + e.code().id() + "]"));
            row(root, source, stream, "failed", root.options().json() ? told : "see below");
            return Optional.empty();
        }
    }

    private void row(RootCommand root, Source source, Optional<Stream> stream, String result, String found) {
        rows.add(Arrays.asList(
                source.name(),
                stream.map(Stream::name).orElse(root.options().json() ? null : "(connection)"),
                result,
                root.secrets().scrub(found)));
    }
}
