package dev.lakesmith.cli;

import dev.lakesmith.core.export.Dialect;
import dev.lakesmith.core.export.ExportedModels;
import dev.lakesmith.core.export.ExternalTable;
import dev.lakesmith.core.export.ExternalTables;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.run.Runner;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Exports tables for readers that do not know Iceberg, or prints the SQL by which those know them. */
@Command(
        name = "export",
        description = {
            "Write tables whose models say 'export: parquet' as plain Parquet files now, changed or not. Runs do it by"
                    + " themselves for tables that changed.",
            "With --ddl, print the SQL by which another engine reads what is exported, and write nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith export                            every exported table",
            "  lakesmith export gold.revenue               one of them",
            "  lakesmith export --ddl athena               SQL for all of them",
            "  lakesmith export gold.revenue --ddl synapse --output revenue.sql"
        })
final class ExportCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(paramLabel = "TABLE", arity = "0..*", description = "Which tables. Default: all that are exported.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--ddl",
            paramLabel = "ENGINE",
            description = "athena, redshift, synapse, spark, trino or snowflake. What athena and redshift are told once"
                    + " stays right; the others read one version: run their SQL again after each export.")
    private @Nullable String ddl;

    @Option(names = "--output", paramLabel = "FILE", description = "With --ddl: write the SQL to a file.")
    private @Nullable Path output;

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "A value for a parameter of the project.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Override
    public Integer call() {
        RootCommand parent = Objects.requireNonNull(root);
        List<TableName> wanted = tables.stream().map(TableName::parse).toList();
        if (ddl == null && output != null) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "--output is for the SQL of --ddl; exports go to the warehouse's folder exports");
        }
        Dialect dialect = ddl == null ? null : dialect(ddl);
        try (OpenProject open = OpenProject.of(parent, variables, OptionalInt.empty())) {
            if (dialect == null) {
                return RunCommand.run(
                        parent,
                        open,
                        listener -> new Runner(open.workspace(), listener).export(wanted),
                        new ExportEnding());
            }
            declare(parent, open, wanted, dialect);
            return ExitCode.DONE.number();
        }
    }

    private static Dialect dialect(String word) {
        return Dialect.of(word)
                .orElseThrow(() -> new LakesmithException(
                        ErrorCode.USAGE,
                        "--ddl knows no '" + word + "'" + Nearest.hint(word, Dialect.words()) + "; known are "
                                + String.join(", ", Dialect.words())));
    }

    private void declare(RootCommand parent, OpenProject open, List<TableName> wanted, Dialect dialect) {
        List<Model> models = ExportedModels.of(open.workspace().project(), wanted);
        if (models.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "no table is exported; write export: parquet into the header of a model and run the project");
        }
        List<String> declarations = new ArrayList<>();
        for (Model model : models) {
            ExternalTable table = ExternalTables.of(model, open.workspace().lake());
            declarations.add(dialect.declaration(table));
        }
        String text = String.join("\n", declarations);
        if (output == null) {
            parent.console().out().print(text);
            return;
        }
        try {
            Files.writeString(output, text);
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE, output + " cannot be written: " + e.getMessage(), e);
        }
        parent.console()
                .out()
                .println(Quantities.count(models.size(), "table", "tables") + " for " + dialect.word() + " in "
                        + output);
    }
}
