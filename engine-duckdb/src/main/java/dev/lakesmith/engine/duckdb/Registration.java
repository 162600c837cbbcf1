package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.lake.PartitionTerm.Transform;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.types.Types;

/**
 * Makes Parquet files data files of a table where they lie. What the table has beside their columns, where a row came from
 * and the values in the names of folders, is the same for all rows of a file: the table is partitioned by it, and readers
 * take such values from the partition.
 */
final class Registration {

    /** The columns that every row of a file has in common. */
    private static final List<String> COMMON =
            List.of(Provenance.SOURCE_FILE, Provenance.BATCH_ID, Provenance.LOADED_AT);

    private final LoadContext context;
    private final TableDraft draft;
    private final List<String> common;
    private final Map<Map<String, Optional<String>>, Folder> folders = new HashMap<>();

    /**
     * What a file's folders are to the table.
     *
     * @param values in the columns' types, as text
     * @param obstacle why they cannot be a partition; empty when they can
     */
    private record Folder(Map<String, String> values, Optional<String> obstacle) {}

    Registration(LoadContext context, TableDraft draft) {
        this.context = context;
        this.draft = draft.findColumnsByName();
        this.common = draft.partitionBy().stream().map(PartitionTerm::column).toList();
    }

    /** The layout of a table of such files. */
    static TableLayout layout(Collection<String> folderColumns) {
        return new TableLayout(
                Stream.concat(COMMON.stream(), folderColumns.stream())
                        .map(column -> new PartitionTerm(Transform.IDENTITY, column))
                        .toList(),
                TableLayout.DEFAULT_FORMAT_VERSION,
                List.of());
    }

    /** Whether the table's column of that name is the same in all rows of a file. */
    boolean isCommon(String column) {
        return common.stream().anyMatch(column::equalsIgnoreCase);
    }

    /**
     * Why a file cannot be read as a part of the table; empty when it can.
     *
     * @param columns that stand in it
     * @param values that its folders' names add
     */
    Optional<String> obstacle(LandedFile file, List<Column> columns, Map<String, Optional<String>> values) {
        if (!isWhereItsLocationSays(Path.of(file.landedPath()))) {
            return Optional.of("its path cannot be written as a location");
        }
        ParquetShape shape = ParquetShape.of(context.session(), file.landedPath());
        for (Column column : columns) {
            Optional<String> obstacle = obstacle(column, shape);
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return folder(values).obstacle();
    }

    /** Some signs, and {@code ..} behind a link, are something else in a location, to us or to other readers. */
    private boolean isWhereItsLocationSays(Path path) {
        String location = context.session().location(path);
        try {
            return location.indexOf('?') < 0
                    && location.indexOf('#') < 0
                    && (Locations.isRemote(location) || Files.isSameFile(path, Locations.path(location)));
        } catch (IOException notThere) {
            return false;
        }
    }

    private Optional<String> obstacle(Column column, ParquetShape shape) {
        String name = column.name();
        Types.NestedField field = draft.schema().asStruct().field(name);
        if (field == null || !shape.has(name)) {
            return Optional.of("the table has no column that is written '" + name + "'");
        }
        if (Place.isHiddenBy(name)) {
            return Optional.of("its column is called '" + name + "', as what tells a row's place");
        }
        if (Provenance.has(name) || isCommon(name)) {
            return Optional.of("its column '" + name + "' has the name of one that is not in files");
        }
        return shape.fits(field)
                ? Optional.empty()
                : Optional.of("its column '" + name + "' is " + shape.told(name) + ", and the table's is "
                        + ExactCast.described(ofTable(name)));
    }

    private String ofTable(String column) {
        return draft.columns().stream()
                .filter(each -> each.name().equals(column))
                .map(Column::type)
                .findFirst()
                .orElse("");
    }

    private Folder folder(Map<String, Optional<String>> written) {
        return folders.computeIfAbsent(written, this::typed);
    }

    private Folder typed(Map<String, Optional<String>> written) {
        Map<String, String> values = new HashMap<>();
        List<String> obstacles = new ArrayList<>();
        written.forEach((name, value) -> {
            Optional<String> column =
                    common.stream().filter(name::equalsIgnoreCase).findFirst();
            if (column.isEmpty()) {
                obstacles.add("the table is not partitioned by '" + name + "', which its folder's name gives");
            } else if (value.isPresent()) {
                Optional<String> typed = typed(column.get(), value.get());
                typed.ifPresent(text -> values.put(column.get(), text));
                if (typed.isEmpty()) {
                    obstacles.add("'" + name + "=" + value.get() + "' in its folder's name is not "
                            + ExactCast.described(ofTable(column.get())));
                }
            }
        });
        return new Folder(values, obstacles.stream().findFirst());
    }

    /** A text as the column's value; empty when it is none. */
    private Optional<String> typed(String column, String text) {
        String literal = Identifiers.literal(text);
        String reason = context.select(draft.columns())
                .value(column, literal, "VARCHAR")
                .reason();
        String value = "CAST(TRY_CAST(" + literal + " AS " + ofTable(column) + ") AS VARCHAR)";
        String sql = "SELECT " + (reason.isEmpty() ? value : "CASE WHEN " + reason + " IS NULL THEN " + value + " END");
        return context.session()
                .query(sql, rows -> rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty());
    }

    /** What all rows of a file have in common. */
    Partitions partition(LandedFile file, Map<String, Optional<String>> ofFolders) {
        Map<String, String> values = new HashMap<>(folder(ofFolders).values());
        values.put(Provenance.SOURCE_FILE, file.path());
        values.put(Provenance.BATCH_ID, file.batchId());
        values.put(
                Provenance.LOADED_AT,
                context.request().loadedAt().truncatedTo(ChronoUnit.MICROS).toString());
        return Partitions.known(draft, values);
    }

    /** The file as the table's; it has no {@link #obstacle}. */
    DataFile register(LandedFile file, Map<String, Optional<String>> ofFolders) {
        Metrics metrics = ParquetFigures.of(context.session(), file.landedPath(), draft.schema());
        return DataFiles.builder(draft.spec())
                .withPartition(partition(file, ofFolders).known())
                .withPath(context.session().location(Path.of(file.landedPath())))
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.bytes())
                .withRecordCount(metrics.recordCount())
                .withMetrics(metrics)
                .build();
    }
}
