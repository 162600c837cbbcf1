package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The key {@code maintenance} of {@code lakesmith.yml}: what tables may have before they are tended to. */
final class MaintenanceSpecs {

    private static final String KEY = "maintenance";

    /** A run must have staged by then what it wrote, or the files could be taken for leftovers. */
    private static final Duration SHORTEST = Duration.ofHours(1);

    private static final Field[] OF_TABLE = {
        Field.number("small_files", 1, Integer.MAX_VALUE)
                .leftOutMeans("16; of one table: as for all")
                .describedAs("How many data files below 32 MB a partition may have; more are written anew together.")
                .example("16"),
        Field.number("delete_files", 1, Integer.MAX_VALUE)
                .leftOutMeans("16; of one table: as for all")
                .describedAs("How many delete files a table may have; with more, the data files they belong to are"
                        + " written anew.")
                .example("16"),
        Field.number("snapshots", 1, Integer.MAX_VALUE)
                .leftOutMeans("30; of one table: as for all")
                .describedAs("How many snapshots are kept to travel back to; tags, and what models have yet to read,"
                        + " are kept beyond.")
                .example("400"),
        Field.memory("metadata_size")
                .leftOutMeans("4MB; of one table: as for all")
                .describedAs("How large the metadata file may be; above it only a third of the snapshots is kept.")
                .example("4MB"),
        Field.duration("keep_files")
                .leftOutMeans("1d; of one table: as for all")
                .describedAs("How long files stay that nothing needs any more, for those who still read them, and that"
                        + " nothing needs yet: longer than the longest step of a run, one hour at least.")
                .example("1d")
    };

    private static final ObjectSpec TABLE = ObjectSpec.of("table's maintenance", OF_TABLE)
            .describedAs("What this table may have; what is left out is as for all tables.");

    private static final ObjectSpec ALL = ObjectSpec.of("maintenance", OF_TABLE)
            .with(
                    Field.duration("keep_branches")
                            .leftOutMeans("7d")
                            .describedAs("How long what a failed run staged is kept.")
                            .example("7d"),
                    Field.duration("time_per_run")
                            .leftOutMeans("10s")
                            .describedAs("After how much time a run begins no further work of this kind; `0s` leaves"
                                    + " all of it to `lakesmith maintain`.")
                            .example("10s"),
                    Field.memory("bytes_per_run")
                            .leftOutMeans("512MB")
                            .describedAs("After how many bytes of data files written anew a run leaves the rest to the"
                                    + " next one.")
                            .example("512MB"),
                    Field.of("tables", new ValueType.MapOf("table name", Names.TABLE, new ValueType.Nested(TABLE)))
                            .describedAs("Tables that are kept otherwise.")
                            .example("{ silver.customers: { snapshots: 400 } }"))
            .describedAs("How tables are kept cheap to read.");

    static final Field FIELD = Field.object(KEY, ALL)
            .leftOutMeans("every key has its default")
            .describedAs("What tables may have before they are tended to.")
            .example("{ snapshots: 90 }");

    private MaintenanceSpecs() {}

    static Maintenance read(Values project, TableClaims claims, Diagnostics diagnostics) {
        Maintenance normal = Maintenance.DEFAULT;
        Optional<Values> written = project.find(KEY, Values.class);
        if (written.isEmpty()) {
            return normal;
        }
        Values all = written.get();
        Budget budget = budget(all, normal.budget(), diagnostics);
        Map<TableName, Budget> ofTables = new LinkedHashMap<>();
        all.find("tables", Values.class).ifPresent(tables -> tables.keys()
                .forEach(name -> tables.find(name, Values.class).ifPresent(table -> {
                    claims.use(TableName.parse(name), tables.keyPlace(name), KEY);
                    ofTables.put(TableName.parse(name), budget(table, budget, diagnostics));
                })));
        return new Maintenance(
                budget,
                ofTables,
                all.find("keep_branches", Duration.class).orElse(normal.branchesFor()),
                all.find("time_per_run", Duration.class).orElse(normal.timePerRun()),
                all.find("bytes_per_run", Long.class).orElse(normal.bytesPerRun()));
    }

    private static Budget budget(Values values, Budget normal, Diagnostics diagnostics) {
        Duration keptFor = values.find("keep_files", Duration.class).orElse(normal.keptFor());
        if (keptFor.compareTo(SHORTEST) < 0) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place("keep_files"),
                    "'keep_files' is shorter than an hour, so that files of a run under way could be removed; write 1h or"
                            + " more");
        }
        return new Budget(
                number(values, "small_files", normal.smallFiles()),
                number(values, "delete_files", normal.deleteFiles()),
                number(values, "snapshots", normal.snapshots()),
                values.find("metadata_size", Long.class).orElse(normal.metadataBytes()),
                keptFor);
    }

    private static int number(Values values, String key, int normal) {
        return values.find(key, Long.class).map(Math::toIntExact).orElse(normal);
    }
}
