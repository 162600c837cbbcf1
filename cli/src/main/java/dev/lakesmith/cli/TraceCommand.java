package dev.lakesmith.cli;

import dev.lakesmith.core.engine.TraceRow;
import dev.lakesmith.core.engine.TraceRow.Origin;
import dev.lakesmith.core.run.Trace;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Walks from rows back to the files and lines that made them. */
@Command(
        name = "trace",
        description = "Walk from rows back to the files and lines that made them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith trace gold.customer_360 --where \"customer_id = '000042'\"",
            "  lakesmith trace silver.orders --where \"status = 'returned'\" --limit 3 --json"
        })
final class TraceCommand implements Runnable {

    private static final List<Column> TREE = List.of(
            new Column("table", "VARCHAR"),
            new Column("row", "VARCHAR"),
            new Column("part", "VARCHAR"),
            new Column("file", "VARCHAR"),
            new Column("lines", "BIGINT[]"),
            new Column("raw", "VARCHAR"),
            new Column("notes", "VARCHAR[]"),
            new Column("inputs", "STRUCT[]"));

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(index = "0", paramLabel = "TABLE", description = "The table that holds the rows.")
    private String table = "";

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            defaultValue = "true",
            description = "An SQL condition over the table's columns. Default: any row.")
    private String where = "true";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10",
            description = "The most rows to follow. Default: 10.")
    private int limit = 10;

    @Option(names = "--var", paramLabel = "NAME=VALUE", description = "A value for a parameter of the project.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        if (limit < 1) {
            throw new LakesmithException(ErrorCode.USAGE, "--limit " + limit + ": the limit is a number from 1 on");
        }
        try (OpenProject open = OpenProject.forReading(parent, variables)) {
            List<TraceRow> rows = new Trace(open.workspace(), open.analysis(parent), open.broken())
                    .rows(TableName.parse(table), where, limit);
            if (parent.options().json()) {
                List<List<@Nullable Object>> printed = new ArrayList<>();
                rows.forEach(row -> printed.add(new ArrayList<>(fields(row).values())));
                new JsonPrinter(parent.console().out()).print(Rows.of(TREE, printed));
            } else if (rows.isEmpty()) {
                parent.console().out().println("no row of " + table + " is like that");
            } else {
                rows.forEach(row -> print(parent.console(), row, "", ""));
            }
        }
    }

    private static Map<String, @Nullable Object> fields(TraceRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table", row.table().toString());
        fields.put("row", row.row());
        fields.put("part", row.part().name().toLowerCase(Locale.ROOT));
        fields.put("file", row.source().map(Origin::file).orElse(null));
        fields.put("lines", row.source().map(Origin::lines).orElse(List.of()));
        fields.put("raw", row.source().map(Origin::raw).orElse(null));
        fields.put("notes", row.notes());
        fields.put("inputs", row.inputs().stream().map(TraceCommand::fields).toList());
        return fields;
    }

    private static void print(Console console, TraceRow row, String lead, String indent) {
        Palette palette = console.palette();
        String part = row.part() == TraceRow.Part.REPLACED ? palette.yellow(" (replaced by another row)") : "";
        console.out().println(lead + row.table() + part + " " + row.row());
        row.source().ifPresent(origin -> console.out()
                .println(indent + "   " + place(origin) + palette.dim("  " + origin.raw())));
        row.notes().forEach(note -> console.out().println(indent + "   " + palette.dim("note: " + note)));
        for (int i = 0; i < row.inputs().size(); i++) {
            boolean last = i == row.inputs().size() - 1;
            print(console, row.inputs().get(i), indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  "));
        }
    }

    private static String place(Origin origin) {
        if (origin.lines().isEmpty()) {
            return origin.file() + ": no record with these values is in the file";
        }
        String lines = origin.lines().stream().limit(10).map(String::valueOf).collect(Collectors.joining(" or "));
        return origin.file() + ":" + lines + (origin.lines().size() > 10 ? " or others" : "");
    }
}
