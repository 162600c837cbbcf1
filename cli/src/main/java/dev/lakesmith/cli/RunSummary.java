package dev.lakesmith.cli;

import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells how a run ended: every step's ledger, then one sentence. */
final class RunSummary {

    private static final List<Column> COLUMNS = List.of(
            new Column("step", "VARCHAR"),
            new Column("table", "VARCHAR"),
            new Column("status", "VARCHAR"),
            new Column("read", "BIGINT"),
            new Column("written", "BIGINT"),
            new Column("quarantined", "BIGINT"),
            new Column("dropped", "VARCHAR"));

    private final Console console;
    private final Secrets secrets;
    private final Ending ending;

    RunSummary(Console console, Secrets secrets, Ending ending) {
        this.console = console;
        this.secrets = secrets;
        this.ending = ending;
    }

    /** Who reads the summary. */
    enum Form {
        TEXT,
        JSON
    }

    void print(RunReport report, Form form) {
        switch (form) {
            case TEXT -> printText(report);
            case JSON -> printJson(report);
        }
    }

    private void printText(RunReport report) {
        PrintStream out = console.out();
        Palette palette = console.palette();
        report.notes().forEach(note -> out.println(palette.dim("note: " + secrets.scrub(note))));
        if (report.nothingNew() && report.published().isEmpty() && report.succeeded()) {
            ending.nothingNew(report).forEach(line -> out.println(secrets.scrub(line)));
            traffic(report.traffic());
            return;
        }
        if (!report.steps().isEmpty()) {
            out.println();
            new TableRenderer(console)
                    .print(Rows.of(
                            COLUMNS,
                            report.steps().stream().map(RunSummary::row).toList()));
            out.println();
        }
        report.steps().forEach(step -> details(step, out));
        report.error()
                .ifPresent(error -> out.println(palette.red("error: ")
                        + secrets.scrub(error.message())
                        + palette.dim(" [" + error.code().id() + "]")));
        if (report.succeeded()) {
            out.println(palette.green("✔") + " run " + report.runId() + ": "
                    + ending.succeeded(report) + " in "
                    + Quantities.duration(report.elapsed()));
        } else {
            out.println(palette.red("✘") + " run " + report.runId() + " failed after "
                    + Quantities.duration(report.elapsed()) + "; " + ending.failed(report));
        }
        traffic(report.traffic());
    }

    private void traffic(Traffic.Total traffic) {
        if (traffic.requests() > 0) {
            console.out()
                    .println(console.palette()
                            .dim("object storage: " + Quantities.count(traffic.requests(), "request", "requests") + ", "
                                    + Quantities.bytes(traffic.received()) + " received, "
                                    + Quantities.bytes(traffic.sent()) + " sent"));
        }
    }

    private static List<@Nullable Object> row(StepReport step) {
        Ledger ledger = step.ledger();
        List<@Nullable Object> row = new ArrayList<>();
        row.add(step.kind());
        row.add(step.table().toString());
        row.add(step.status().name().toLowerCase(Locale.ROOT));
        row.add(ledger.read());
        row.add(ledger.written());
        row.add(ledger.quarantined());
        List<String> drops = new ArrayList<>();
        ledger.dropped().forEach((reason, count) -> drops.add(Quantities.count(count) + " " + reason));
        row.add(String.join("; ", drops));
        return row;
    }

    private void details(StepReport step, PrintStream out) {
        Palette palette = console.palette();
        step.notes().stream()
                .filter(note -> step.kind().equals("load") || step.kind().equals("extract") || isSurprise(step, note))
                .forEach(note -> out.println(palette.dim(step.table() + ": " + secrets.scrub(note))));
        step.ledger()
                .filled()
                .forEach((column, filled) -> out.println(step.table() + ": filled " + column + " in "
                        + Quantities.count(filled.rows()) + " of " + Quantities.count(filled.of(), "row", "rows")
                        + " (" + String.format(Locale.ROOT, "%.1f", 100 * filled.share()) + "%)"));
        if (step.ledger().removed() > 0) {
            out.println(step.table() + ": " + removed(step));
        }
        for (CheckOutcome outcome : step.checks()) {
            if (!outcome.passed() && outcome.check().severity() == Severity.WARN) {
                out.println(palette.yellow("warning: ") + step.table() + ": "
                        + outcome.check().name() + " did not pass: " + secrets.scrub(outcome.seen()));
            }
            outcome.remark()
                    .ifPresent(remark -> out.println(
                            palette.dim(step.table() + ": " + outcome.check().name() + ": " + secrets.scrub(remark))));
        }
        if (step.status() == StepReport.Status.FAILED) {
            out.println(palette.red("error: ")
                    + secrets.scrub(
                            step.error().map(LakesmithException::message).orElse("failed"))
                    + palette.dim(
                            step.error().map(e -> " [" + e.code().id() + "]").orElse("")));
        }
    }

    /** The plan promised to read less than the run had to. */
    private static boolean isSurprise(StepReport step, String note) {
        return step.reason().contains("; only ")
                && !step.reason().contains(note)
                && (note.startsWith("made anew from all rows") || note.startsWith("all rows are read"));
    }

    private static String removed(StepReport step) {
        long count = step.ledger().removed();
        return step.kind().equals("snapshot")
                ? Quantities.count(count, "key", "keys") + " ended"
                : Quantities.count(count, "row", "rows") + " removed";
    }

    private void printJson(RunReport report) {
        List<Map<String, @Nullable Object>> steps = new ArrayList<>();
        for (StepReport step : report.steps()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("step", step.kind());
            fields.put("table", step.table().toString());
            fields.put("status", step.status().name().toLowerCase(Locale.ROOT));
            fields.put("reason", step.reason());
            fields.put("read", step.ledger().read());
            fields.put("written", step.ledger().written());
            fields.put("quarantined", step.ledger().quarantined());
            fields.put("dropped", step.ledger().dropped());
            Map<String, @Nullable Object> filled = new LinkedHashMap<>();
            step.ledger()
                    .filled()
                    .forEach((column, count) -> filled.put(column, Map.of("rows", count.rows(), "of", count.of())));
            fields.put("filled", filled);
            fields.put("removed", step.ledger().removed());
            fields.put("bytes", step.bytes());
            fields.put("elapsed_ms", step.elapsed().toMillis());
            fields.put(
                    "checks_failed",
                    step.checks().stream()
                            .filter(outcome -> !outcome.passed())
                            .map(outcome -> outcome.check().name() + ": " + secrets.scrub(outcome.seen()))
                            .toList());
            fields.put("notes", step.notes().stream().map(secrets::scrub).toList());
            fields.put(
                    "error",
                    step.error()
                            .map(LakesmithException::message)
                            .map(secrets::scrub)
                            .orElse(null));
            steps.add(fields);
        }
        List<@Nullable Object> row = new ArrayList<>();
        row.add(report.runId());
        row.add(!report.succeeded() ? "failed" : report.nothingNew() ? "nothing_new" : "succeeded");
        row.add(report.elapsed().toMillis());
        row.add(report.published().stream().map(Object::toString).toList());
        row.add(report.branch().orElse(null));
        row.add(report.error()
                .map(LakesmithException::message)
                .map(secrets::scrub)
                .orElse(null));
        row.add(steps);
        row.add(report.traffic().requests());
        row.add(report.traffic().received());
        row.add(report.traffic().sent());
        new JsonPrinter(console.out())
                .print(Rows.of(
                        List.of(
                                new Column("run", "VARCHAR"),
                                new Column("status", "VARCHAR"),
                                new Column("elapsed_ms", "BIGINT"),
                                new Column("published", "VARCHAR[]"),
                                new Column("branch", "VARCHAR"),
                                new Column("error", "VARCHAR"),
                                new Column("steps", "STRUCT"),
                                new Column("requests", "BIGINT"),
                                new Column("received_bytes", "BIGINT"),
                                new Column("sent_bytes", "BIGINT")),
                        List.of(row)));
    }
}
