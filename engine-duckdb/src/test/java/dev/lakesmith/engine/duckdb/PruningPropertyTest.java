package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.lake.catalog.JdbcCatalog;
import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.ScanConditions;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading only the files, and of them the columns, that a query needs changes no result. */
class PruningPropertyTest {

    private static final int QUERIES = Integer.getInteger("pruning.queries", 50);

    private static final List<Column> COLUMNS = RandomQueries.COLUMNS.entrySet().stream()
            .map(column -> new Column(column.getKey(), column.getValue()))
            .toList();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_query_has_the_same_rows_whether_or_not_files_are_left_out(long seed) {
        DuckDbSettings settings = new DuckDbSettings(512L << 20, 1, folder.resolve("spill"));
        Random random = new Random(seed + Long.getLong("pruning.seed", 0));
        RandomQueries queries = new RandomQueries(random);
        try (Lake lake = Lake.at(folder.resolve("lake"));
                SqlAnalyzer sql = SqlAnalyzer.open();
                ScanConditions scans = ScanConditions.open();
                Instance all = Instance.open(settings, Storage.local());
                DuckDbEngine engine = DuckDbEngine.of(settings, lake, sql)) {
            write(lake, engine, queries, random);
            LakeView view = lake.published();
            Reader reader = new Reader(all, view, text -> sql.parse(text).tables().stream()
                    .map(TableReference::name)
                    .toList());
            int pruned = 0;
            for (int i = 0; i < QUERIES; i++) {
                String text = queries.query();
                Query query = sql.parse(text);
                Pruning pruning = reader.pruning(scans, query);
                assertThat(pruning.whyNot()).as(text).isEmpty();
                if (reader.leavesFilesOut(pruning, query)) {
                    pruned++;
                }
                assertThat(reader.rows(query, pruning))
                        .as("seed " + seed + ": " + text)
                        .isEqualTo(reader.rows(query, Pruning.NONE));
            }
            assertThat(pruned).isGreaterThan(QUERIES / 3);
        }
    }

    /** What is not there are zeros, which are no page of a Parquet file: reading one fails. */
    @Test
    void a_query_has_the_same_rows_when_of_its_files_only_some_columns_are_there() throws IOException {
        DuckDbSettings settings = new DuckDbSettings(512L << 20, 1, folder.resolve("spill"));
        Random random = new Random(3 + Long.getLong("pruning.seed", 0));
        RandomQueries queries = new RandomQueries(random);
        InMemoryFileIO remote = new InMemoryFileIO();
        try (Lake lake = remote(remote, folder.resolve("wholly"), CacheSettings.WHOLE_UP_TO);
                SqlAnalyzer sql = SqlAnalyzer.open();
                ScanConditions scans = ScanConditions.open();
                Instance wholly = Instance.open(settings, lake.storage());
                DuckDbEngine engine = DuckDbEngine.of(settings, lake, sql)) {
            write(lake, engine, queries, random);
            Session.Dependencies dependencies = text ->
                    sql.parse(text).tables().stream().map(TableReference::name).toList();
            Reader all = new Reader(wholly, lake.published(), dependencies);
            int inParts = 0;
            for (int i = 0; i < QUERIES; i++) {
                String text = queries.query();
                Query query = sql.parse(text);
                Path cache = folder.resolve("cache-" + i);
                try (Lake empty = remote(remote, cache, 0);
                        Instance instance = Instance.open(settings, empty.storage())) {
                    Reader some = new Reader(instance, empty.published(), dependencies);
                    assertThat(some.rows(query, some.pruning(scans, query)))
                            .as(text)
                            .isEqualTo(all.rows(query, Pruning.NONE));
                }
                if (Files.exists(cache.resolve("parts")) && !hasWholeParquet(cache.resolve("files"))) {
                    inParts++;
                }
            }
            assertThat(inParts).isGreaterThan(QUERIES / 3);
        }
    }

    /** Stays open when a lake is closed. */
    private record Open(InMemoryFileIO files) implements FileIO {

        @Override
        public InputFile newInputFile(String location) {
            return files.newInputFile(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            return files.newOutputFile(location);
        }

        @Override
        public void deleteFile(String location) {
            files.deleteFile(location);
        }
    }

    private static boolean hasWholeParquet(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).startsWith("PAR1")) {
                    return true;
                }
            }
            return false;
        }
    }

    private Lake remote(InMemoryFileIO files, Path cache, long wholeUpTo) {
        return Lake.of(
                "mem://lake",
                JdbcCatalog.sqlite(folder.resolve("catalog.db"), JdbcCatalog.NAME),
                Storage.of((location, traffic) -> new Open(files), new CacheSettings(cache, 1 << 30, wholeUpTo)));
    }

    private void write(Lake lake, DuckDbEngine engine, RandomQueries queries, Random random) {
        Branch branch = lake.branch("test");
        List<String> terms = List.of("day(d)", "month(ts)", "hour(tz)", "year(d)", "g", "n", "flag", "x", "odd.name");
        for (String name : List.of("silver.p", "silver.q")) {
            TableName table = TableName.parse(name);
            List<PartitionTerm> partitions = name.endsWith("p")
                    ? List.of(PartitionTerm.parse(terms.get(random.nextInt(terms.size())))
                            .orElseThrow())
                    : List.of();
            TableDraft draft = branch.draft(table, COLUMNS, new TableLayout(partitions, 2, List.of()));
            List<DataFile> files = new ArrayList<>();
            for (int file = 0; file < 10; file++) {
                files.addAll(engine.write(draft, queries.file(file)).files());
            }
            draft.apply(new RowChange.Append(new WrittenFiles(files))).stage();
            branch.audited(table);
        }
        branch.stageView(
                TableName.parse("gold.v"), "SELECT * FROM silver.p WHERE n > 20 OR g IS NULL", COLUMNS, Map.of());
        branch.audited(TableName.parse("gold.v"));
        branch.publish();
    }

    private static List<String> lines(QueryResult result) {
        List<String> rows = new ArrayList<>();
        for (Optional<List<@Nullable Object>> row = result.next(); row.isPresent(); row = result.next()) {
            rows.add(row.get().stream().map(String::valueOf).collect(Collectors.joining("|")));
        }
        rows.sort(null);
        return rows;
    }

    /** Reads every file. */
    private record Reader(Instance instance, LakeView view, Session.Dependencies dependencies) {

        private static Collection<TableName> tables(Query query) {
            return query.tables().stream().map(TableReference::name).toList();
        }

        Pruning pruning(ScanConditions scans, Query query) {
            return Pruning.of(
                    scans, query, List.of(), ReadInputs.of(tables(query), view, dependencies), Optional.empty());
        }

        boolean leavesFilesOut(Pruning pruning, Query query) {
            return ReadInputs.of(tables(query), view, dependencies).tables().entrySet().stream()
                    .anyMatch(table ->
                            pruning.files(table.getKey(), table.getValue()).size()
                                    < table.getValue().files().size());
        }

        List<String> rows(Query query, Pruning pruning) {
            Session session = instance.session(view);
            session.define(tables(query), dependencies, pruning);
            try (QueryResult result = new JdbcResult(session, query.sql(), List.of(session))) {
                return lines(result);
            }
        }
    }
}
