package dev.lakesmith.core.export;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.Export;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.PlainFile;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.lake.storage.Outbox;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Exports tables as they are published. */
public final class Exporter {

    private static final int ATTEMPTS = 5;

    private final Lake lake;
    private final Engine engine;
    private final Clock clock;
    private final Exports exports;

    public Exporter(Lake lake, Engine engine, Clock clock) {
        this.lake = lake;
        this.engine = engine;
        this.clock = clock;
        this.exports = new Exports(lake);
    }

    /** Whether a table is exported that is exported already as it is. */
    public enum When {
        CHANGED,
        ALWAYS
    }

    /**
     * Exports a table.
     *
     * @return the new current version; empty when it was current already
     * @throws LakesmithException LEDGER_UNBALANCED when not every row came out: then nothing was exported;
     *     LAKE_CONFLICT when others publish the table all the time
     */
    public Optional<ExportedVersion> export(TableName name, Export export, When when, Progress progress) {
        When each = when;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            LakeTable table = published(name);
            String state = ExportState.of(table, export);
            boolean same = exports.current(name)
                    .map(version -> version.state().equals(state))
                    .orElse(false);
            if (same && each == When.CHANGED) {
                return Optional.empty();
            }
            ExportedVersion version = written(table, export, progress);
            // An export that took long must not replace that of a later publication.
            if (ExportState.of(published(name), export).equals(state)) {
                exports.publish(name, version);
                FaultPoint.EXPORT_DONE.reach();
                return Optional.of(version);
            }
            discard(name, version.folder());
            each = When.CHANGED;
        }
        throw new LakesmithException(
                ErrorCode.LAKE_CONFLICT,
                name + " is published again and again while it is exported; run again when other runs have ended");
    }

    private LakeTable published(TableName name) {
        return lake.published().table(name).orElseThrow(() -> UnknownTable.in(lake.published(), name));
    }

    private ExportedVersion written(LakeTable table, Export export, Progress progress) {
        long snapshot = table.snapshotId().orElse(0);
        String folder =
                Exports.versionFolder(snapshot, ThreadLocalRandom.current().nextInt());
        try (Outbox out = lake.storage().outbox(exports.folder(table.name()) + "/" + folder)) {
            List<PlainFile> files = engine.writePlain(table, export.compression(), out, progress);
            FaultPoint.EXPORT_WRITTEN.reach();
            ExportedVersion version = new ExportedVersion(
                    ExportState.of(table, export), folder, snapshot, clock.instant(), files, Map.of());
            if (version.rows() != table.rows()) {
                throw new LakesmithException(
                        ErrorCode.LEDGER_UNBALANCED,
                        table.name() + " has " + table.rows() + " rows, but its export got " + version.rows()
                                + "; the export stays as it was");
            }
            return version;
        } catch (RuntimeException e) {
            discard(table.name(), folder);
            throw e;
        }
    }

    private void discard(TableName table, String folder) {
        lake.storage().files(exports.folder(table) + "/" + folder).forEach(exports::remove);
    }
}
