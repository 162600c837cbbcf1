package dev.lakesmith.cli;

import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.relationalize.NewModel;
import dev.lakesmith.core.relationalize.Relationalizer;
import dev.lakesmith.core.relationalize.Relationalizer.Request;
import dev.lakesmith.core.relationalize.Relationalizer.Result;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Writes the models that take a nested table apart. Nothing that exists is touched. */
@Command(
        name = "relationalize",
        description = "Write models that make tables of a table's arrays, structs and JSON.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith relationalize bronze.web_orders --dry-run",
            "  lakesmith relationalize bronze.web_orders --key order_id --latest-by seen_at",
            "  lakesmith relationalize bronze.erp_parts --key plant,part_no --name parts",
            "",
            "One model is made for the record and one for each array in it, to any depth. A",
            "row of an array's table has the record's key and its place in the array. The",
            "files are yours: edit them as you like."
        })
final class RelationalizeCommand implements Runnable {

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(index = "0", paramLabel = "TABLE", description = "A loaded table, most often of bronze.")
    private String table = "";

    @Option(
            names = "--into",
            paramLabel = "SCHEMA",
            defaultValue = "silver",
            description = "The schema of the models. Default: silver.")
    private String schema = "silver";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of the record's model. Default: the stream's.")
    private @Nullable String name;

    @Option(
            names = "--key",
            paramLabel = "COLUMN",
            split = ",",
            description = "What identifies a record. Default: a column named like a key that every row has.")
    private List<String> key = new ArrayList<>();

    @Option(
            names = "--latest-by",
            paramLabel = "COLUMN",
            description = "Which of two records of one key is newer. Default: the one loaded last.")
    private @Nullable String latestBy;

    @Option(names = "--dry-run", description = "Show the files and write none.")
    private boolean dryRun;

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        part("--into", schema);
        if (Names.isReserved(schema)) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "--into " + schema
                            + ": no model may have its table there; choose another schema, for example silver");
        }
        Optional.ofNullable(name).ifPresent(given -> part("--name", given));
        try (OpenProject open = OpenProject.forReading(parent, Map.of())) {
            Result result = new Relationalizer(open.workspace())
                    .models(new Request(
                            TableName.parse(table),
                            schema,
                            Optional.ofNullable(name),
                            key,
                            Optional.ofNullable(latestBy)));
            Path folder = open.workspace().project().directory();
            Map<String, NewModel> files = new LinkedHashMap<>();
            result.models()
                    .forEach(model -> files.put(
                            "models/" + model.name().schema() + "/"
                                    + model.name().name() + ".sql",
                            model));
            if (dryRun) {
                show(parent, files);
            } else {
                refuseOverwriting(folder, files);
                files.forEach((file, model) -> FileCopies.write(
                        new ByteArrayInputStream(model.text().getBytes(StandardCharsets.UTF_8)), folder.resolve(file)));
            }
            tell(parent, folder, files, result.notes());
        }
    }

    private static void part(String option, String value) {
        if (!value.matches("[a-z][a-z0-9_]{0,99}")) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    option + " " + value + ": names are lower-case letters, digits and _, a letter first; for example "
                            + option + " " + (option.equals("--into") ? "silver" : "orders"));
        }
    }

    private static void refuseOverwriting(Path folder, Map<String, NewModel> files) {
        List<String> present = files.keySet().stream()
                .filter(file -> Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (!present.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_OCCUPIED,
                    "these files are there already: " + String.join(", ", present)
                            + ". Nothing was written; choose another name with --name, another schema with --into, or move"
                            + " them away");
        }
    }

    private static void show(RootCommand parent, Map<String, NewModel> files) {
        if (parent.options().json()) {
            return;
        }
        PrintStream out = parent.console().out();
        Palette palette = parent.console().palette();
        files.forEach((file, model) -> {
            out.println(palette.bold(file));
            out.println(model.text().stripTrailing().indent(2));
        });
    }

    private void tell(RootCommand parent, Path folder, Map<String, NewModel> files, List<String> notes) {
        PrintStream out = parent.console().out();
        if (parent.options().json()) {
            new JsonPrinter(out)
                    .print(Rows.of(
                            List.of(
                                    new Column("file", "VARCHAR"),
                                    new Column("table", "VARCHAR"),
                                    new Column("rows", "VARCHAR"),
                                    new Column("text", "VARCHAR")),
                            files.entrySet().stream()
                                    .map(entry -> List.of(
                                            entry.getKey(),
                                            entry.getValue().name().toString(),
                                            entry.getValue().rows(),
                                            entry.getValue().text()))
                                    .toList()));
            return;
        }
        int width = files.keySet().stream().mapToInt(String::length).max().orElse(0);
        out.println(dryRun ? "would write" : "wrote");
        files.forEach((file, model) -> out.println("  " + file + " ".repeat(width - file.length() + 2) + model.rows()));
        notes.forEach(out::println);
        if (!dryRun) {
            String record = files.values().iterator().next().name().toString();
            out.println();
            out.println("Look at them, name columns and types as you like, then");
            out.println("  " + Launcher.command(folder) + " check");
            out.println("  " + Launcher.command(folder) + " run --select " + record + "+");
        }
    }
}
