package dev.lakesmith.engine.duckdb;

import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a row stands in a scan, as one number: the file's number in the scan, then the row's number in the file, both
 * from 0. Joins on it are cheap; joins on paths are not.
 */
final class Place {

    private static final int ROW_BITS = 40;

    private static final Set<String> READ = Set.of("file_index", "file_row_number");

    private Place() {}

    /** Whether a column of that name in a file would be read instead of what DuckDB tells of the row's place. */
    static boolean isHiddenBy(String column) {
        return READ.contains(column.toLowerCase(Locale.ROOT));
    }

    /** The number of a row in the one file that is read, from 1 on. */
    static String number(List<Column> columns) {
        return columns.stream().anyMatch(column -> isHiddenBy(column.name()))
                ? "row_number() OVER ()"
                : "file_row_number + 1";
    }

    /** The place of a row that {@code read_parquet} reads of the files with these numbers. */
    static String expression(List<Integer> numbers) {
        int first = numbers.get(0);
        boolean consecutive = numbers.get(numbers.size() - 1) - first == numbers.size() - 1;
        String number = consecutive
                ? "CAST(file_index AS BIGINT) + " + first
                : "CAST(list_extract(" + numbers + ", CAST(file_index AS BIGINT) + 1) AS BIGINT)";
        return "((" + number + ") << " + ROW_BITS + ") | file_row_number";
    }

    /** The place of a row in the file with a number. */
    static String expression(String number, String row) {
        return "(CAST(" + number + " AS BIGINT) << " + ROW_BITS + ") | " + row;
    }

    static long of(int number, long row) {
        return ((long) number << ROW_BITS) | row;
    }

    /** The file's number in the scan. */
    static String file(String place) {
        return "(" + place + " >> " + ROW_BITS + ")";
    }

    /** The row's number in its file. */
    static String row(String place) {
        return "(" + place + " & " + ((1L << ROW_BITS) - 1) + ")";
    }
}
