package dev.lakesmith.cli;

import dev.lakesmith.core.history.RunRecord;
import dev.lakesmith.core.history.RunRecord.Status;
import dev.lakesmith.core.history.RunRecord.StepRecord;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists past runs, or the steps of one. */
@Command(
        name = "history",
        description = "List past runs, or the steps and ledgers of one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith history                       the last runs, latest first",
            "  lakesmith history 20260131T070000-1a2b  one run; the id may be cut short"
        })
final class HistoryCommand implements Runnable {

    private static final int MANY = 100_000;
    private static final int SHOWN = 5;

    /** What is told of runs whose files are all local. */
    private static final int LOCAL_COLUMNS = 6;

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "RUN", description = "A run's id, or its beginning.")
    private @Nullable String runId;

    @Option(names = "--limit", paramLabel = "N", description = "How many runs. Default: ${DEFAULT-VALUE}.")
    private int limit = 20;

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        try (OpenProject open = OpenProject.forReading(parent, Map.of())) {
            String wanted = runId;
            if (wanted == null) {
                runs(parent, open.workspace().history().latest(limit));
                return;
            }
            RunRecord run = open.workspace().history().find(wanted).orElseThrow(() -> notOne(open, wanted));
            steps(parent, run);
        }
    }

    private static LakesmithException notOne(OpenProject open, String beginning) {
        List<String> matches = open.workspace().history().latest(MANY).stream()
                .map(RunRecord::runId)
                .filter(id -> id.startsWith(beginning))
                .toList();
        return new LakesmithException(
                ErrorCode.USAGE,
                matches.isEmpty()
                        ? "no run begins with '" + beginning + "'; 'lakesmith history' lists them"
                        : matches.size() + " runs begin with '" + beginning + "': "
                                + String.join(", ", matches.subList(0, Math.min(SHOWN, matches.size())))
                                + (matches.size() > SHOWN ? ", …" : "") + "; give more of the id");
    }

    private static void runs(RootCommand parent, List<RunRecord> runs) {
        if (runs.isEmpty() && !parent.options().json()) {
            parent.console().out().println("no runs yet");
            return;
        }
        boolean json = parent.options().json();
        boolean remote = json || runs.stream().anyMatch(run -> run.traffic().requests() > 0);
        List<List<Object>> rows = runs.stream()
                .map(run -> List.<Object>of(
                        run.runId(),
                        run.target(),
                        run.status().name().toLowerCase(Locale.ROOT),
                        json ? run.startedAt().toString() : Quantities.moment(run.startedAt()),
                        json
                                ? (Object) run.elapsed().toMillis()
                                : run.status() == Status.UNFINISHED ? "" : Quantities.duration(run.elapsed()),
                        (long) run.steps().size(),
                        run.traffic().requests(),
                        size(run.traffic().received(), json),
                        size(run.traffic().sent(), json)))
                .map(row -> remote ? row : row.subList(0, LOCAL_COLUMNS))
                .toList();
        List<Column> columns = List.of(
                new Column("run", "VARCHAR"),
                new Column("target", "VARCHAR"),
                new Column("status", "VARCHAR"),
                new Column(json ? "started_at" : "started (UTC)", "VARCHAR"),
                new Column(json ? "elapsed_ms" : "took", json ? "BIGINT" : "VARCHAR"),
                new Column("steps", "BIGINT"),
                new Column("requests", "BIGINT"),
                new Column(json ? "received_bytes" : "received", json ? "BIGINT" : "VARCHAR"),
                new Column(json ? "sent_bytes" : "sent", json ? "BIGINT" : "VARCHAR"));
        Printing.print(parent, Rows.of(remote ? columns : columns.subList(0, LOCAL_COLUMNS), rows));
    }

    private static Object size(long bytes, boolean json) {
        return json ? (Object) bytes : Quantities.bytes(bytes);
    }

    private static void steps(RootCommand parent, RunRecord run) {
        boolean json = parent.options().json();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (StepRecord step : run.steps()) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(step.kind());
            row.add(step.table());
            row.add(step.status().toLowerCase(Locale.ROOT));
            row.add(step.reason());
            row.add(json ? (Object) step.elapsed().toMillis() : Quantities.duration(step.elapsed()));
            row.add(json ? (Object) step.bytes() : Quantities.bytes(step.bytes()));
            row.add(
                    json
                            ? LedgerView.of(step.ledger()).object()
                            : LedgerView.of(step.ledger()).text());
            String failed = String.join("; ", step.checks());
            row.add(json && failed.isEmpty() ? null : failed);
            row.add(step.message().orElse(json ? null : ""));
            rows.add(row);
        }
        Printing.print(
                parent,
                Rows.of(
                        List.of(
                                new Column("step", "VARCHAR"),
                                new Column("table", "VARCHAR"),
                                new Column("status", "VARCHAR"),
                                new Column("reason", "VARCHAR"),
                                new Column(json ? "elapsed_ms" : "took", json ? "BIGINT" : "VARCHAR"),
                                new Column(json ? "bytes" : "size", json ? "BIGINT" : "VARCHAR"),
                                new Column("ledger", "VARCHAR"),
                                new Column("checks", "VARCHAR"),
                                new Column("error", "VARCHAR")),
                        rows));
    }
}
