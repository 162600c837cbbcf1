package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The data: orders of a shop, one in ten a later version of an earlier order. Made from row numbers by hashing, so that
 * it is the same each time.
 */
final class Orders {

    /** What a row takes in each format, on average. */
    private static final int CSV_BYTES = 135;

    private static final int JSON_BYTES = 330;

    /** The columns and their types. */
    static final Map<String, String> TYPES = types();

    private static final String ROWS = """
            SELECT
                1000000 + i %% (n * 9 // 10) AS order_id,
                CAST(hash(i * 7) %% 2000000 AS BIGINT) AS customer_id,
                TIMESTAMP '2024-01-01' + to_seconds(CAST(hash(i * 13) %% 63072000 AS BIGINT)) AS ordered_at,
                ['new', 'paid', 'packed', 'shipped', 'returned', 'cancelled'][1 + CAST(hash(i * 17) %% 6 AS INT)] AS status,
                ['DE', 'FR', 'US', 'GB', 'IT', 'ES', 'NL', 'PL'][1 + CAST(hash(i * 19) %% 8 AS INT)] AS country,
                'SKU-' || lpad(CAST(hash(i * 23) %% 50000 AS VARCHAR), 6, '0') AS sku,
                CAST(1 + hash(i * 29) %% 9 AS INTEGER) AS quantity,
                CAST((hash(i * 31) %% 1000000) / 100.0 AS DECIMAL(10, 2)) AS price,
                'customer' || CAST(hash(i * 7) %% 2000000 AS VARCHAR) || '@example.com' AS email,
                CASE WHEN hash(i * 37) %% 3 > 0 THEN
                    ['please ring twice', 'leave it at the door, thank you', 'gift', 'second floor, left door'][
                        1 + CAST(hash(i * 41) %% 4 AS INT)] || ' ' || CAST(hash(i * 43) %% 1000 AS VARCHAR)
                END AS note,
                hash(i * 47) %% 2 = 0 AS express,
                TIMESTAMP '2026-01-01' + to_seconds(CAST(i AS BIGINT)) AS updated_at
            FROM (SELECT range AS i, CAST(%d AS BIGINT) AS n FROM range(%d))
            """;

    private Orders() {}

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("order_id", "BIGINT");
        types.put("customer_id", "BIGINT");
        types.put("ordered_at", "TIMESTAMP");
        types.put("status", "VARCHAR");
        types.put("country", "VARCHAR");
        types.put("sku", "VARCHAR");
        types.put("quantity", "INTEGER");
        types.put("price", "DECIMAL(10,2)");
        types.put("email", "VARCHAR");
        types.put("note", "VARCHAR");
        types.put("express", "BOOLEAN");
        types.put("updated_at", "TIMESTAMP");
        return types;
    }

    /** Writes about so many bytes of CSV, with quotes where a note has a comma. */
    static void writeCsv(Path file, long bytes) throws IOException {
        write(file, rows(bytes / CSV_BYTES), "FORMAT csv, HEADER true");
    }

    /** Writes rows as CSV. */
    static void writeCsvRows(Path file, long rows) throws IOException {
        write(file, rows(rows), "FORMAT csv, HEADER true");
    }

    /** Writes about so many bytes of JSON lines, the customer as an object, the items as a list of objects. */
    static void writeJson(Path file, long bytes) throws IOException {
        String nested = """
                SELECT order_id, {'id': customer_id, 'email': email} AS customer, ordered_at, status, country,
                    [{'sku': sku, 'quantity': quantity, 'price': CAST(price AS DOUBLE)},
                     {'sku': 'SKU-' || country, 'quantity': 1, 'price': 2.5}] AS items,
                    note, express, updated_at
                FROM (%s)
                """.formatted(rows(bytes / JSON_BYTES));
        write(file, nested, "FORMAT json");
    }

    /** Writes rows as Parquet. */
    static void writeParquet(Path file, long rows) throws IOException {
        write(file, rows(rows), "FORMAT parquet, COMPRESSION zstd");
    }

    /** Writes later versions of some of the orders in {@code rows} rows, chosen by hashing, as Parquet. */
    static void writeChanges(Path file, long rows, double percent) throws IOException {
        String chosen = "SELECT * REPLACE (updated_at + INTERVAL 10 YEARS AS updated_at) FROM ("
                + ROWS.formatted(rows, rows * 9 / 10) + ") WHERE hash(order_id * 53) % 1000 < "
                + Math.round(percent * 10);
        write(file, chosen, "FORMAT parquet, COMPRESSION zstd");
    }

    private static String rows(long rows) {
        return ROWS.formatted(rows, rows);
    }

    private static void write(Path file, String query, String options) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Path statements = file.resolveSibling(file.getFileName() + ".sql");
        Files.writeString(statements, "COPY (" + query + ") TO '" + unfinished + "' (" + options + ")");
        try {
            RawDuckDb.main(new String[] {statements.toString()});
        } catch (SQLException e) {
            throw new IOException("the data cannot be made: " + e.getMessage(), e);
        }
        Files.move(unfinished, file);
    }

    /** The columns as a DuckDB struct of types. */
    static String struct(Map<String, String> types) {
        return types.entrySet().stream()
                .map(each -> "'" + each.getKey() + "': '" + each.getValue() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** What the JSON holds, as DuckDB types. */
    static Map<String, String> jsonTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("order_id", "BIGINT");
        types.put("customer", "STRUCT(id BIGINT, email VARCHAR)");
        types.put("ordered_at", "VARCHAR");
        types.put("status", "VARCHAR");
        types.put("country", "VARCHAR");
        types.put("items", "STRUCT(sku VARCHAR, quantity BIGINT, price DOUBLE)[]");
        types.put("note", "VARCHAR");
        types.put("express", "BOOLEAN");
        types.put("updated_at", "VARCHAR");
        return types;
    }
}
