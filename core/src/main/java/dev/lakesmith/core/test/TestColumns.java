package dev.lakesmith.core.test;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.RecordScanner;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which columns the tables of a test have. */
final class TestColumns {

    /** What every bronze table has beside the source's columns. */
    static final List<Column> PROVENANCE = List.of(
            new Column("_source_file", "VARCHAR"),
            new Column("_batch_id", "VARCHAR"),
            new Column("_loaded_at", "TIMESTAMP WITH TIME ZONE"),
            new Column("_rescued_data", "VARCHAR"));

    private final Analysis analysis;
    private final Map<TableName, List<Column>> seeds;
    private final Function<TableName, Optional<List<Column>>> loaded;

    /**
     * What is known of a table.
     *
     * @param columns in order
     * @param open whether there may be more columns, all text
     */
    record Known(List<Column> columns, boolean open) {

        Optional<Column> column(String name) {
            return columns.stream()
                    .filter(each -> each.name().equalsIgnoreCase(name))
                    .findFirst();
        }

        List<String> names() {
            return columns.stream().map(Column::name).toList();
        }
    }

    /**
     * @param seeds the columns of seeds
     * @param loaded the columns of bronze tables that the lake holds
     */
    TestColumns(
            Analysis analysis, Map<TableName, List<Column>> seeds, Function<TableName, Optional<List<Column>>> loaded) {
        this.analysis = analysis;
        this.seeds = Map.copyOf(seeds);
        this.loaded = loaded;
    }

    /** What a test knows of a table: what it says itself comes first, and then nothing depends on the lake. */
    Known of(TableName table, Optional<UnitTest.Types> types) {
        Optional<Stream> stream = stream(table);
        if (stream.isPresent()) {
            return bronze(stream.get(), types);
        }
        List<Column> seed = seeds.get(table);
        if (seed != null && types.isEmpty()) {
            return new Known(seed, false);
        }
        Optional<AnalyzedModel> model = analysis.model(table);
        Optional<List<Column>> bound = model.flatMap(AnalyzedModel::columns);
        if (bound.isPresent() && types.isEmpty()) {
            return new Known(bound.get(), false);
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        model.map(AnalyzedModel::model)
                .map(Model::columns)
                .orElse(List.of())
                .forEach(contract -> add(columns, contract));
        types.ifPresent(given -> add(columns, given));
        return new Known(storable(columns), false);
    }

    private Known bronze(Stream stream, Optional<UnitTest.Types> types) {
        Optional<List<Column>> inLake = types.isPresent() ? Optional.empty() : loaded.apply(stream.bronze());
        if (inLake.isPresent()) {
            return new Known(inLake.get(), false);
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        RecordScanner.columnsOf(stream.format()).forEach((name, type) -> add(columns, new Column(name, type)));
        stream.columns().forEach(contract -> add(columns, contract));
        types.ifPresent(given -> add(columns, given));
        boolean open = types.isEmpty() && stream.format() instanceof Format.Csv;
        PROVENANCE.forEach(column -> add(columns, column));
        return new Known(storable(columns), open);
    }

    private Optional<Stream> stream(TableName table) {
        return analysis.project().sources().stream()
                .flatMap(source -> source.streams().stream())
                .filter(stream -> stream.bronze().equals(table))
                .findFirst();
    }

    private static void add(Map<String, Column> columns, ColumnContract contract) {
        contract.type().ifPresent(type -> add(columns, new Column(contract.name(), type)));
    }

    private static void add(Map<String, Column> columns, UnitTest.Types types) {
        types.columns().forEach((name, type) -> add(columns, new Column(name, type)));
    }

    private static void add(Map<String, Column> columns, Column column) {
        columns.put(column.name().toLowerCase(Locale.ROOT), column);
    }

    private static List<Column> storable(Map<String, Column> columns) {
        List<Column> storable = new ArrayList<>();
        columns.values().forEach(column -> storable.add(ColumnTypes.storable(column)));
        return storable;
    }
}
