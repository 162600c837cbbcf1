package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the manifests say of a data file holds for its rows: who prunes by it never misses one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FileStatisticsTest {

    private static final String LONG_TEXT = "\ud83d\ude00".repeat(20);

    /** A model's column and the values of its rows. */
    private static final Map<String, String> COLUMNS = columns();

    @TempDir
    private static Path folder = Path.of("");

    private final Map<String, String> told = new TreeMap<>();

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("i", "SELECT CAST(v AS INTEGER) AS i FROM (VALUES (-5), (NULL), (7)) t(v)");
        columns.put(
                "l", "SELECT CAST(v AS BIGINT) AS l FROM (VALUES (-9223372036854775808), (9223372036854775807)) t(v)");
        columns.put("f", "SELECT CAST(v AS FLOAT) AS f FROM (VALUES ('0.1'), ('-2.5'), (NULL)) t(v)");
        columns.put("d", "SELECT CAST(v AS DOUBLE) AS d FROM (VALUES ('0.1'), ('1e300'), ('-1e-300')) t(v)");
        columns.put("zero", "SELECT CAST(v AS DOUBLE) AS zero FROM (VALUES ('0.0'), ('-0.0')) t(v)");
        columns.put("nan", "SELECT CAST(v AS DOUBLE) AS nan FROM (VALUES ('1.5'), ('nan'), (NULL)) t(v)");
        columns.put("only_nan", "SELECT CAST(v AS FLOAT) AS only_nan FROM (VALUES ('nan'), ('nan')) t(v)");
        columns.put("infinite", "SELECT CAST(v AS DOUBLE) AS infinite FROM (VALUES ('inf'), ('-inf'), ('1')) t(v)");
        columns.put("small", "SELECT CAST(v AS DECIMAL(5,2)) AS small FROM (VALUES ('-1.50'), ('999.99')) t(v)");
        columns.put(
                "medium",
                "SELECT CAST(v AS DECIMAL(18,4)) AS medium FROM (VALUES ('-1.5'), ('12345678901234.5678')) t(v)");
        columns.put(
                "big", "SELECT CAST(v AS DECIMAL(38,9)) AS big FROM (VALUES ('-12345678901234567890.5'), ('7')) t(v)");
        columns.put("day", "SELECT CAST(v AS DATE) AS day FROM (VALUES ('0001-01-01'), ('2026-01-31'), (NULL)) t(v)");
        columns.put("early", "SELECT CAST(v AS DATE) AS early FROM (VALUES ('0044-03-15 (BC)'), ('10000-01-01')) t(v)");
        columns.put(
                "at",
                "SELECT CAST(v AS TIMESTAMP) AS at FROM (VALUES ('1969-12-31 23:59:59.999999'), ('2026-01-31')) t(v)");
        columns.put(
                "late",
                "SELECT CAST(v AS TIMESTAMP) AS late FROM (VALUES ('0001-01-01 (BC) 10:00:00'), ('12345-01-01')) t(v)");
        columns.put(
                "instant",
                "SELECT CAST(v AS TIMESTAMPTZ) AS instant FROM (VALUES ('2026-01-31 10:00:00.5+02'), ('1900-01-01')) t(v)");
        columns.put("s", "SELECT v AS s FROM (VALUES ('b'), ('a'), (NULL), ('')) t(v)");
        columns.put(
                "long_text",
                "SELECT v AS long_text FROM (VALUES ('" + LONG_TEXT + "'), ('" + "z".repeat(100) + "')) t(v)");
        columns.put("highest", "SELECT v AS highest FROM (VALUES ('" + "\udbff\udfff".repeat(20) + "'), ('a')) t(v)");
        columns.put("huge", "SELECT repeat(v, 100000) AS huge FROM (VALUES ('b'), ('c')) t(v)");
        columns.put("beyond", "SELECT v AS beyond FROM (VALUES ('\ufffd'), ('\ud83d\ude00')) t(v)");
        columns.put("nul", "SELECT v AS nul FROM (VALUES ('a' || chr(0)), ('a' || chr(0) || 'b')) t(v)");
        columns.put("quoted", "SELECT v AS quoted FROM (VALUES ('it''s, \"x\" {y}'), (' ')) t(v)");
        columns.put("truth", "SELECT v AS truth FROM (VALUES (true), (false), (NULL)) t(v)");
        columns.put("clock", "SELECT CAST(v AS TIME) AS clock FROM (VALUES ('00:00:00'), ('23:59:59.999999')) t(v)");
        columns.put("raw", "SELECT CAST(v AS BLOB) AS raw FROM (VALUES ('a'), ('\\xFF\\x00')) t(v)");
        columns.put(
                "id",
                "SELECT CAST(v AS UUID) AS id FROM (VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), (NULL)) t(v)");
        columns.put("none", "SELECT CAST(NULL AS INTEGER) AS none FROM (VALUES (1), (2)) t(v)");
        columns.put("no_text", "SELECT CAST(NULL AS VARCHAR) AS no_text FROM (VALUES (1), (2)) t(v)");
        columns.put(
                "nested",
                "SELECT v AS nested FROM (VALUES ({'x': 1, 'y': {'z': 'a'}}), ({'x': NULL, 'y': NULL}), (NULL)) t(v)");
        columns.put("list", "SELECT v AS list FROM (VALUES ([1, 2]), ([]), (NULL)) t(v)");
        columns.put("structs", "SELECT v AS structs FROM (VALUES ([{'k': 1}]), (NULL)) t(v)");
        columns.put("pairs", "SELECT v AS pairs FROM (VALUES (MAP {'k': 1})) t(v)");
        columns.put("many", "SELECT range % 1000 AS many FROM range(300000)");
        return columns;
    }

    @BeforeAll
    void write_every_type() throws IOException {
        Workbench bench = Workbench.in(folder);
        COLUMNS.forEach((name, values) -> bench.model("silver.t_" + name, "materialized: table", values));
        bench.run();
        for (String name : COLUMNS.keySet()) {
            look(table("silver/t_" + name));
        }
    }

    /** As any other program finds it: by its newest metadata. */
    private static Table table(String name) throws IOException {
        Path metadata = folder.resolve("lake").resolve(name).resolve("metadata");
        try (Stream<Path> files = Files.list(metadata)) {
            String newest = files.map(Path::toString)
                    .filter(file -> file.endsWith(".metadata.json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return new BaseTable(new StaticTableOperations(newest, new LocalFiles()), name);
        }
    }

    private void look(Table table) throws IOException {
        Schema schema = table.schema();
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().includeColumnStats().planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                TypeUtil.indexById(schema.asStruct()).forEach((id, field) -> {
                    if (file.valueCounts().containsKey(id)) {
                        told.put(schema.findColumnName(id), said(file, field));
                    }
                });
            }
        }
    }

    private static String said(DataFile file, Types.NestedField field) {
        int id = field.fieldId();
        return file.valueCounts().get(id) + " values, " + file.nullValueCounts().get(id) + " null, "
                + file.nanValueCounts().get(id) + " NaN, " + bound(file.lowerBounds(), field) + " to "
                + bound(file.upperBounds(), field);
    }

    private static String bound(Map<Integer, ByteBuffer> bounds, Types.NestedField field) {
        ByteBuffer bytes = bounds.get(field.fieldId());
        if (bytes == null) {
            return "?";
        }
        Object value = Conversions.fromByteBuffer(field.type(), bytes.duplicate());
        return field.type().typeId() == Type.TypeID.DATE || field.type().typeId() == Type.TypeID.TIMESTAMP
                ? Transforms.identity().toHumanString(field.type(), value)
                : String.valueOf(value);
    }

    /** The least that reading a table's metadata needs. */
    private static final class LocalFiles implements FileIO {

        @Override
        public InputFile newInputFile(String path) {
            return org.apache.iceberg.Files.localInput(path.replaceFirst("^file:/*", "/"));
        }

        @Override
        public OutputFile newOutputFile(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deleteFile(String path) {
            throw new UnsupportedOperationException();
        }
    }

    private void says(String column, long values, long nulls, String bounds) {
        assertThat(told.get(column)).as(column).isEqualTo(values + " values, " + nulls + " null, null NaN, " + bounds);
    }

    private void says(String column, long values, long nulls, long nans, String bounds) {
        assertThat(told.get(column))
                .as(column)
                .isEqualTo(values + " values, " + nulls + " null, " + nans + " NaN, " + bounds);
    }

    @Test
    void whole_numbers_and_decimals_have_exact_bounds() {
        says("i", 3, 1, "-5 to 7");
        says("l", 2, 0, "-9223372036854775808 to 9223372036854775807");
        says("small", 2, 0, "-1.50 to 999.99");
        says("medium", 2, 0, "-1.5000 to 12345678901234.5678");
        says("big", 2, 0, "-12345678901234567890.500000000 to 7.000000000");
        says("many", 300_000, 0, "0 to 999");
    }

    @Test
    void bounds_of_fractions_know_both_zeros_and_leave_nan_out() {
        says("f", 3, 1, 0, "-2.5 to 0.1");
        says("d", 3, 0, 0, "-1.0E-300 to 1.0E300");
        says("zero", 2, 0, 0, "-0.0 to 0.0");
        says("nan", 3, 1, 1, "1.5 to 1.5");
        says("only_nan", 2, 0, 2, "? to ?");
        says("infinite", 3, 0, 0, "-Infinity to Infinity");
    }

    @Test
    void days_that_iceberg_cannot_read_as_text_have_no_bounds() {
        says("day", 3, 1, "0001-01-01 to 2026-01-31");
        says("at", 2, 0, "1969-12-31T23:59:59.999999 to 2026-01-31T00:00:00");
        says("instant", 2, 0, "1900-01-01T00:00:00+00:00 to 2026-01-31T08:00:00.5+00:00");
        says("early", 2, 0, "? to ?");
        says("late", 2, 0, "? to ?");
    }

    @Test
    void bounds_of_long_texts_are_cut_so_that_they_still_hold() {
        says("s", 4, 1, " to b");
        says("long_text", 2, 0, "z".repeat(16) + " to " + "\ud83d\ude00".repeat(15) + "\ud83d\ude01");
        says("highest", 2, 0, "a to ?");
        says("huge", 2, 0, "? to ?");
        says("beyond", 2, 0, "\ufffd to \ud83d\ude00");
        says("nul", 2, 0, "a\0 to a\0b");
        says("quoted", 2, 0, "  to it's, \"x\" {y}");
    }

    @Test
    void a_column_of_nulls_has_counts_and_no_bounds() {
        says("none", 2, 2, "? to ?");
        says("no_text", 2, 2, "? to ?");
    }

    @Test
    void other_types_have_counts_only() {
        says("truth", 3, 1, "? to ?");
        says("clock", 2, 0, "? to ?");
        says("raw", 2, 0, "? to ?");
        says("id", 2, 1, "? to ?");
    }

    @Test
    void fields_of_structures_have_statistics_and_elements_of_lists_have_none() {
        says("nested.x", 3, 2, "1 to 1");
        says("nested.y.z", 3, 2, "a to a");
        assertThat(told.keySet())
                .noneMatch(column ->
                        column.startsWith("list") || column.startsWith("structs") || column.startsWith("pairs"));
    }
}
