package dev.lakesmith.core.engine;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.core.contract.Export.Compression;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.lake.storage.Outbox;
import dev.lakesmith.sql.Query;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes. An engine reads tables through a {@link LakeView} and writes data files for a {@link TableDraft}; it never
 * stages or publishes, and it never retries. Thread-safe: each call works in a session of its own. An interrupted thread
 * cancels its call with {@code INTERRUPTED}.
 */
public interface Engine extends AutoCloseable {

    /** Makes files of a connector's typed rows in an existing folder. */
    RecordFiles recordFiles(Path folder);

    /** Turns landed files into bronze rows and quarantine rows. */
    LoadOutcome load(LoadRequest request, Branch branch, Progress progress);

    /** Reads quarantined records of a bronze table once more. */
    ReplayOutcome replay(ReplayRequest request, Branch branch, Progress progress);

    /** Computes a model's rows and quarantine rows from the branch. */
    BuildOutcome build(BuildRequest request, Branch branch, Progress progress);

    /** Counts and measures what the checks ask for, in as few scans as it can; one finding for each check, in order. */
    List<CheckFinding> check(CheckRequest request, LakeView view);

    /**
     * Writes the rows that do not pass a check, as they are now, with the columns {@code _run_id} and
     * {@code _checked_at}.
     *
     * @param request with this one check
     * @param stamp what those columns say
     * @param view where the table and those that its check reads are found
     * @param into where the table of failures is drafted; nothing is staged
     */
    StoredFailures failures(CheckRequest request, StoredFailures.Stamp stamp, LakeView view, Branch into);

    /**
     * The columns of a seed file: its header, all text.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException FORMAT_INVALID, SOURCE_UNREADABLE
     */
    List<Column> seedColumns(Seed seed);

    /**
     * Writes a seed's rows.
     *
     * @param draft with the columns of {@link #seedColumns}
     * @throws dev.lakesmith.vocabulary.LakesmithException FORMAT_INVALID at the first row that cannot be read: a seed is
     *     part of the project, so its mistakes are mended, not quarantined
     */
    WrittenFiles plant(Seed seed, TableDraft draft, Path workFolder);

    /** Writes the rows of some of a table's files anew, as they are. */
    WrittenFiles rewrite(LakeTable table, List<ScanFile> files, TableDraft draft, Progress progress);

    /** Writes rows in the order of the draft's columns: Java values, or texts that cast to the columns' types; null for NULL. */
    WrittenFiles write(TableDraft draft, List<? extends List<? extends @Nullable Object>> rows);

    /**
     * Writes the rows of a query.
     *
     * @param query passed the gate, has no parameters, and gives the draft's columns by name
     */
    WrittenFiles write(TableDraft draft, Query query, LakeView view);

    /** Walks from rows back to the rows, files and lines they were made of. */
    List<TraceRow> trace(TraceRequest request, LakeView view);

    /** The rows of a table, in no particular order. The result holds a session until it is closed. */
    QueryResult rows(TableName table, LakeView view);

    /**
     * Runs a query that passed the gate. The result holds a session until it is closed.
     *
     * @param parameters bound to {@code $name}
     */
    QueryResult query(String sql, List<Parameter> parameters, LakeView view);

    /** Tells what a query that passed the gate would read; no data file is read for it. */
    QueryExplanation explain(String sql, List<Parameter> parameters, LakeView view);

    /** Runs a query that passed the gate into a file and returns the number of rows. */
    long export(String sql, List<Parameter> parameters, LakeView view, ResultFormat format, Path file);

    /**
     * Writes a table's rows as Parquet files for readers that do not know Iceberg; at least one file, which has the
     * columns. UUIDs and times of day become text.
     *
     * @param out where the files go; delivered when this returns
     */
    List<PlainFile> writePlain(LakeTable table, Compression compression, Outbox out, Progress progress);

    /**
     * The same engine at another time: {@code now()}, {@code current_date} and their like say this moment. It works as
     * long as this engine does and needs no closing.
     */
    Engine at(Instant moment);

    @Override
    void close();
}
