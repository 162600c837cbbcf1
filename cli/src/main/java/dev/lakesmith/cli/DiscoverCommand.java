package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what a source offers. */
@Command(
        name = "discover",
        description = "Show what a source offers: tables, groups of files, streams of a tap; with columns, keys and"
                + " estimated sizes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith sources discover shop             all tables of a database",
            "  lakesmith sources discover shop 'sales.*'   only those",
            "  lakesmith sources discover drop incoming    groups of files below a folder",
            "  lakesmith sources discover shop --columns   each column with its type",
            "  lakesmith sources discover shop --yaml      streams that are not read yet"
        })
final class DiscoverCommand implements Runnable {

    @ParentCommand
    private @Nullable SourcesCommand parent;

    @Parameters(index = "0", paramLabel = "NAME", description = "The source.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATTERN",
            description = "Only what matches: a name with * and ?; of files a folder or a glob.")
    private @Nullable String pattern;

    @Option(names = "--columns", description = "Show each column with its type.")
    private boolean columns;

    @Option(names = "--yaml", description = "Print streams to paste into the source's file.")
    private boolean yaml;

    @Override
    public void run() {
        RootCommand root = Objects.requireNonNull(parent).root();
        DeclaredSources sources = DeclaredSources.of(root);
        Source source = sources.named(name);
        List<Offer> offers;
        try (Explorer explorer = sources.explore(source)) {
            offers = explorer.offers(Optional.ofNullable(pattern));
        }
        if (yaml) {
            root.console().out().print(OfferedStreams.yaml(offers, source));
        } else if (root.options().json()) {
            new JsonPrinter(root.console().out()).print(objects(offers));
        } else if (offers.isEmpty()) {
            root.console()
                    .out()
                    .println(
                            pattern == null
                                    ? name + " offers nothing"
                                    : name + " offers nothing that matches " + pattern);
        } else if (columns) {
            new TableRenderer(root.console()).print(columns(offers));
        } else {
            new TableRenderer(root.console()).print(table(offers));
            root.console()
                    .out()
                    .println(root.console()
                            .palette()
                            .dim(Quantities.count(offers.size(), "offer", "offers")
                                    + "; --columns shows types, --yaml prints streams to paste"));
        }
    }

    private static Rows table(List<Offer> offers) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Offer offer : offers) {
            rows.add(Arrays.asList(
                    offer.title(),
                    offer.columns().isEmpty()
                            ? ""
                            : (Object) (long) offer.columns().size(),
                    String.join(", ", offer.key()),
                    offer.size().records().map(Quantities::count).orElse(""),
                    offer.size().bytes().map(Quantities::bytes).orElse(""),
                    offer.declared().orElse(""),
                    String.join("; ", offer.notes())));
        }
        return Rows.of(
                List.of(
                        new Column("name", "VARCHAR"),
                        new Column("columns", "BIGINT"),
                        new Column("key", "VARCHAR"),
                        new Column("about rows", "VARCHAR"),
                        new Column("size", "VARCHAR"),
                        new Column("read by", "VARCHAR"),
                        new Column("notes", "VARCHAR")),
                rows);
    }

    private static Rows columns(List<Offer> offers) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Offer offer : offers) {
            for (Offer.Column column : offer.columns()) {
                rows.add(Arrays.asList(
                        offer.title(),
                        column.name(),
                        column.type(),
                        column.original(),
                        column.required() ? "yes" : "",
                        offer.key().contains(column.name()) ? "yes" : ""));
            }
        }
        return Rows.of(
                List.of(
                        new Column("name", "VARCHAR"),
                        new Column("column", "VARCHAR"),
                        new Column("type", "VARCHAR"),
                        new Column("there", "VARCHAR"),
                        new Column("required", "VARCHAR"),
                        new Column("key", "VARCHAR")),
                rows);
    }

    private static Rows objects(List<Offer> offers) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Offer offer : offers) {
            rows.add(Arrays.asList(
                    offer.title(),
                    offer.name(),
                    offer.keys(),
                    offer.columns().stream().map(DiscoverCommand::object).toList(),
                    offer.key(),
                    offer.size().records().orElse(null),
                    offer.size().bytes().orElse(null),
                    offer.declared().orElse(null),
                    offer.notes()));
        }
        return Rows.of(
                List.of(
                        new Column("name", "VARCHAR"),
                        new Column("stream", "VARCHAR"),
                        new Column("keys", "STRUCT"),
                        new Column("columns", "STRUCT[]"),
                        new Column("key", "VARCHAR[]"),
                        new Column("about_rows", "BIGINT"),
                        new Column("bytes", "BIGINT"),
                        new Column("declared", "VARCHAR"),
                        new Column("notes", "VARCHAR[]")),
                rows);
    }

    private static Map<String, Object> object(Offer.Column column) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", column.name());
        object.put("type", column.type());
        object.put("original", column.original());
        object.put("required", column.required());
        return object;
    }
}
