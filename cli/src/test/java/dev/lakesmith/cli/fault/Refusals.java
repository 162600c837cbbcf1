package dev.lakesmith.cli.fault;

import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** Sound records in quarantine, as an earlier version of the program may have refused them. */
final class Refusals {

    private Refusals() {}

    static void refuseTwoTickets(Path project) {
        try (OpenLake open = OpenLake.of(project)) {
            Branch branch = open.lake().branch("refusals");
            TableName quarantine = Quarantined.tableFor(TableName.parse("bronze.in_tickets"));
            TableDraft draft = branch.draft(quarantine, Quarantined.COLUMNS);
            List<List<?>> rows = List.of(
                    List.of("old", "r1,p3@x.org", "drop/tickets-1.csv", "9", "000001", "test", "2026-01-01T00:00:00Z"),
                    List.of("old", "r2,one,two", "drop/tickets-1.csv", "10", "000001", "test", "2026-01-01T00:00:00Z"));
            draft.apply(new RowChange.Append(open.engine().write(draft, rows))).stage();
            branch.audited(quarantine);
            branch.publish();
        }
    }

    static void setTime(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-10T00:00:00Z")));
    }
}
