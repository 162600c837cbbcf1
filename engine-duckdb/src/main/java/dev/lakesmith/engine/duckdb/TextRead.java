package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.CsvLayout;
import dev.lakesmith.formats.ScanResult;
import dev.lakesmith.sql.Identifiers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The read_csv calls. Every option is said, so that nothing is guessed from the data. */
final class TextRead {

    private static final long MEGABYTE = 1 << 20;

    private TextRead() {}

    /**
     * Delimited text as it was landed.
     *
     * @param types one a column
     */
    static String csv(List<Path> paths, CsvLayout layout, List<String> types, List<String> nulls, String rejectsName) {
        return "read_csv(" + list(paths) + ", columns=" + columns(layout.columns(), types) + ", skip="
                + layout.headerLines() + ", delim=" + Identifiers.literal(String.valueOf(layout.delimiter()))
                + ", quote="
                + Identifiers.literal(layout.quote().map(String::valueOf).orElse(""))
                + ", escape="
                + Identifiers.literal(layout.escape().map(String::valueOf).orElse(""))
                + ", nullstr="
                + nulls.stream().map(Identifiers::literal).collect(Collectors.joining(", ", "[", "]"))
                + ", store_rejects=true, rejects_limit=0, rejects_table="
                + Identifiers.literal("_ls_errors_" + rejectsName)
                + ", rejects_scan=" + Identifiers.literal("_ls_scans_" + rejectsName) + common("") + ")";
    }

    /** What scans wrote: comma, double quotes, no header, every record sound. */
    static String normalised(List<Path> paths, List<String> columns, List<ScanResult> scans) {
        long longest = scans.stream().mapToLong(ScanResult::longestLine).max().orElse(0);
        boolean parallel = scans.stream().noneMatch(ScanResult::spansLines);
        return "read_csv(" + list(paths) + ", columns=" + textColumns(columns)
                + ", delim=',', quote='\"', escape='\"', nullstr='', new_line='\\n'"
                + common(lineLimit(longest) + (parallel ? "" : ", parallel=false")) + ")";
    }

    /** One column {@code line}, whatever stands in it. */
    static String lines(List<Path> paths, long longestLine) {
        return "read_csv(" + list(paths) + ", columns={'line': 'VARCHAR'}, delim='', quote='', escape=''"
                + common(lineLimit(longestLine)) + ")";
    }

    /** A reading with one more column {@code filename}. */
    static String withFileName(String read) {
        return read.substring(0, read.length() - 1) + ", filename=true)";
    }

    private static String common(String more) {
        return ", hive_partitioning=false, header=false, auto_detect=false, allow_quoted_nulls=false,"
                + " null_padding=false, strict_mode=true"
                + more;
    }

    private static String lineLimit(long longest) {
        return longest < MEGABYTE ? "" : ", max_line_size=" + (longest + MEGABYTE);
    }

    private static String list(List<Path> paths) {
        return paths.stream()
                .map(path -> Identifiers.file(path.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String textColumns(List<String> names) {
        return columns(names, Collections.nCopies(names.size(), "VARCHAR"));
    }

    private static String columns(List<String> names, List<String> types) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> Identifiers.literal(names.get(i)) + ": " + Identifiers.literal(types.get(i)))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
