package dev.lakesmith.core.export;

import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.TableName;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Removes what exports no longer need, when nobody reads it any more. */
public final class ExportUpkeep {

    private final Exports exports;
    private final Clock clock;
    private final Maintenance maintenance;

    public ExportUpkeep(Lake lake, Clock clock, Maintenance maintenance) {
        this.exports = new Exports(lake);
        this.clock = clock;
        this.maintenance = maintenance;
    }

    /**
     * What was done with the exports of a table.
     *
     * @param ended whether its export was ended, because nobody asks for it
     * @param files removed
     * @param bytes of them
     */
    public record Cleared(TableName table, boolean ended, long files, long bytes) {}

    /**
     * Ends the exports that nobody asks for any more, and removes versions that were replaced long enough ago.
     *
     * @param unwanted whether the export of a table is to end
     * @param chosen which tables are looked at
     * @return what was done; nothing of tables with which nothing had to be done
     */
    public List<Cleared> clear(Predicate<TableName> unwanted, Predicate<TableName> chosen) {
        List<Cleared> cleared = new ArrayList<>();
        for (TableName table : exports.tables()) {
            if (chosen.test(table)) {
                clear(table, unwanted.test(table)).ifPresent(cleared::add);
            }
        }
        return cleared;
    }

    private Optional<Cleared> clear(TableName table, boolean unwanted) {
        Instant now = clock.instant();
        boolean ended = unwanted && exports.end(table, now);
        List<StoredFile> files =
                exports.unneeded(table, now.minus(maintenance.of(table).keptFor()));
        for (StoredFile file : files) {
            exports.remove(file);
            FaultPoint.UPKEEP_REMOVED.reach();
        }
        exports.forgetEnded(table);
        return ended || !files.isEmpty()
                ? Optional.of(new Cleared(
                        table,
                        ended,
                        files.size(),
                        files.stream().mapToLong(StoredFile::bytes).sum()))
                : Optional.empty();
    }
}
