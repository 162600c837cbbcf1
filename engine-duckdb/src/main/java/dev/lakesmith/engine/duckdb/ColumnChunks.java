package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.storage.ByteRange;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the columns of Parquet files are, as the metadata at their ends tell. */
final class ColumnChunks {

    private static final String INNER = ", ";

    private ColumnChunks() {}

    /**
     * What DuckDB reads of some columns: the pages, and the filters that say which values do not occur. Files of other
     * writers are read as wholes, for they may hold more that is looked at.
     *
     * @param columns names of columns of the table
     */
    static Map<Path, List<ByteRange>> of(Session session, List<Path> files, Set<String> columns) {
        Set<String> wanted =
                columns.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        Map<String, List<ByteRange>> ranges = new HashMap<>();
        String all = Session.list(files);
        session.query("SELECT file_name, created_by FROM parquet_file_metadata(" + all + ")", writers -> {
            while (writers.next()) {
                if (!String.valueOf(writers.getString("created_by")).startsWith("DuckDB")) {
                    ranges.put(
                            writers.getString("file_name"), new ArrayList<>(List.of(new ByteRange(0, Long.MAX_VALUE))));
                }
            }
            return ranges;
        });
        String chunks = "SELECT file_name, path_in_schema, coalesce(dictionary_page_offset, data_page_offset) AS start,"
                + " total_compressed_size AS length, bloom_filter_offset, bloom_filter_length FROM parquet_metadata("
                + all + ")";
        return session.query(chunks, rows -> {
            while (rows.next()) {
                if (isOf(wanted, rows.getString("path_in_schema").toLowerCase(Locale.ROOT))) {
                    ranges.computeIfAbsent(rows.getString("file_name"), name -> new ArrayList<>())
                            .addAll(read(rows));
                }
            }
            return files.stream()
                    .collect(Collectors.toMap(file -> file, file -> ranges.getOrDefault(file.toString(), List.of())));
        });
    }

    /** A name may hold what separates a column from the fields in it, so that every beginning is tried. */
    private static boolean isOf(Set<String> wanted, String path) {
        for (int end = path.indexOf(INNER); end >= 0; end = path.indexOf(INNER, end + 1)) {
            if (wanted.contains(path.substring(0, end))) {
                return true;
            }
        }
        return wanted.contains(path);
    }

    private static List<ByteRange> read(ResultSet chunk) throws SQLException {
        long start = chunk.getLong("start");
        ByteRange pages = new ByteRange(start, start + chunk.getLong("length"));
        long filter = chunk.getLong("bloom_filter_offset");
        return chunk.wasNull()
                ? List.of(pages)
                : List.of(pages, new ByteRange(filter, filter + chunk.getLong("bloom_filter_length")));
    }
}
