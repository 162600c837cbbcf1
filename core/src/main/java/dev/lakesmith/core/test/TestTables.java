package dev.lakesmith.core.test;

import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.core.test.PreparedTest.Change;
import dev.lakesmith.core.test.PreparedTest.Input;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables that a test's model reads, changed before each run by commits of their own, as in production. */
final class TestTables {

    private final PreparedTest prepared;
    private final Workspace workspace;
    private final Path folder;

    TestTables(PreparedTest prepared, Workspace workspace, Path folder) {
        this.prepared = prepared;
        this.workspace = workspace;
        this.folder = folder;
    }

    /** Makes what one run finds: before the first one every table is made. */
    void change(int index) {
        String batch = "%06d".formatted(index + 1);
        Branch branch = workspace.lake().branch("given-" + batch);
        Set<TableName> changed = new HashSet<>();
        for (Change change : prepared.runs().get(index).given()) {
            changed.add(change.table());
            apply(change, branch, batch);
        }
        if (index == 0) {
            prepared.inputs().stream()
                    .filter(input -> !changed.contains(input.table()))
                    .forEach(input -> make(input, branch));
        }
        branch.publish();
    }

    private void make(Input input, Branch branch) {
        TableDraft draft = branch.draft(input.table(), input.columns());
        WrittenFiles files = input.seed()
                .map(seed -> workspace.engine().plant(seed, draft, emptyFolder()))
                .orElse(WrittenFiles.NONE);
        stage(draft, new RowChange.Append(files), branch);
    }

    private Path emptyFolder() {
        try {
            Files.createDirectories(folder);
            return Files.createTempDirectory(folder, "seed-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void apply(Change change, Branch branch, String batch) {
        TableDraft draft = branch.draft(change.table(), columns(change.table()));
        if (change instanceof Change.Put put) {
            List<List<@Nullable String>> rows = put.rows().stream()
                    .map(row -> withProvenance(row, draft, batch))
                    .toList();
            WrittenFiles files =
                    rows.isEmpty() ? WrittenFiles.NONE : workspace.engine().write(draft, rows);
            stage(draft, put(put.change(), files), branch);
        } else if (change instanceof Change.PutQuery put) {
            WrittenFiles files = workspace
                    .engine()
                    .write(draft, put.query(), workspace.lake().published());
            stage(draft, put(put.change(), files), branch);
        } else if (change instanceof Change.Remove remove) {
            remove(remove, draft, branch);
        }
    }

    private static RowChange put(UnitTest.Change change, WrittenFiles files) {
        return change == UnitTest.Change.REPLACE ? new RowChange.ReplaceAll(files) : new RowChange.Append(files);
    }

    private List<Column> columns(TableName table) {
        return prepared.inputs().stream()
                .filter(input -> input.table().equals(table))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no input " + table))
                .columns();
    }

    /** Rows of bronze tell their batch, so that ties are settled as they are in production. */
    private List<@Nullable String> withProvenance(List<@Nullable String> row, TableDraft draft, String batch) {
        if (!draft.name().schema().equals("bronze")) {
            return row;
        }
        List<@Nullable String> filled = new ArrayList<>(row);
        List<Column> columns = draft.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (filled.get(i) == null) {
                filled.set(
                        i,
                        switch (columns.get(i).name()) {
                            case "_batch_id" -> batch;
                            case "_source_file" -> prepared.test().place().file();
                            case "_loaded_at" -> workspace.clock().instant().toString();
                            default -> null;
                        });
            }
        }
        return filled;
    }

    private void remove(Change.Remove remove, TableDraft draft, Branch branch) {
        TableDraft gone =
                branch.draft(GivenRows.REMOVED, remove.columns()).replaceSchema(remove.columns(), TableLayout.PLAIN);
        gone.apply(new RowChange.ReplaceAll(workspace.engine().write(gone, remove.rows())))
                .stage();
        long before = workspace
                .lake()
                .published()
                .table(remove.table())
                .map(LakeTable::rows)
                .orElse(0L);
        WrittenFiles staying = workspace.engine().write(draft, remove.query(), branch.view());
        if (staying.rows() == before) {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    prepared.test().place() + ": no row of " + remove.table()
                            + " has the values to be deleted; give the" + " values of rows that an earlier run added");
        }
        stage(draft, new RowChange.ReplaceAll(staying), branch);
    }

    private static void stage(TableDraft draft, RowChange change, Branch branch) {
        draft.apply(change).stage();
        branch.audited(draft.name());
    }
}
