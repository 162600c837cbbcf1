package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.vocabulary.Column;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns whose values are in the names of a file's folders: {@code sales/year=2026/month=07/part-0.parquet}. */
final class FolderColumns {

    private static final Pattern NAMED = Pattern.compile("([^=()\"]+)=(.*)", Pattern.DOTALL);
    private static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";

    /** What stands for bytes that are no UTF-8. */
    private static final char NO_CHARACTER = '\uFFFD';

    private FolderColumns() {}

    /**
     * The values by column name, outermost folder first; empty for NULL.
     *
     * @param own the columns that stand in the file, which are none of its folders'
     */
    static Map<String, Optional<String>> of(LandedFile file, List<Column> own) {
        Map<String, Optional<String>> columns = new LinkedHashMap<>();
        String[] parts = file.path().split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            Matcher folder = NAMED.matcher(parts[i]);
            if (!folder.matches()) {
                continue;
            }
            String name = decoded(folder.group(1)).strip();
            if (!name.isEmpty()
                    && !Provenance.has(name)
                    && own.stream().noneMatch(column -> column.name().equalsIgnoreCase(name))) {
                String value = decoded(folder.group(2));
                columns.put(name, value.equals(NO_VALUE) ? Optional.empty() : Optional.of(value));
            }
        }
        return columns;
    }

    /** Hive and Spark write characters that are none for a file's name as {@code %XX}; other percent signs stay. */
    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            return decoded.indexOf(NO_CHARACTER) < 0 ? decoded : text;
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
