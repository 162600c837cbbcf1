package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {

    private static SqlAnalyzer analyzer;

    @BeforeAll
    static void open() {
        analyzer = SqlAnalyzer.open();
        analyzer.declare(new TableName("silver", "t"), List.of(new Column("a", "INTEGER"), new Column("b", "VARCHAR")));
        analyzer.declare(new TableName("silver", "customers"), List.of(new Column("id", "INTEGER")));
    }

    @AfterAll
    static void close() {
        analyzer.close();
    }

    static Stream<Arguments> escapes() {
        return Stream.of(
                // other statements
                forbidden("INSERT INTO silver.t VALUES (1, 'x')", "only SELECT is allowed, this text has INSERT"),
                forbidden("UPDATE silver.t SET a = 1", "UPDATE"),
                forbidden("DELETE FROM silver.t", "DELETE"),
                forbidden("TRUNCATE silver.t", "TRUNCATE"),
                forbidden(
                        "MERGE INTO silver.t USING silver.customers ON a = id WHEN MATCHED THEN DELETE",
                        "only SELECT is allowed, this text has MERGE"),
                forbidden("CREATE TABLE x AS SELECT 1", "CREATE"),
                forbidden("CREATE MACRO f(x) AS x", "CREATE"),
                forbidden("DROP TABLE silver.t", "DROP"),
                forbidden("ALTER TABLE silver.t ADD COLUMN c INTEGER", "ALTER"),
                forbidden("COPY silver.t TO '/tmp/x.csv'", "COPY"),
                forbidden("COPY (SELECT * FROM silver.t) TO '/tmp/x.parquet'", "COPY"),
                forbidden("COPY silver.t FROM '/etc/passwd'", "COPY"),
                forbidden("EXPORT DATABASE '/tmp/x'", "EXPORT"),
                forbidden("IMPORT DATABASE '/tmp/x'", "IMPORT"),
                forbidden("ATTACH '/tmp/x.db'", "ATTACH"),
                forbidden("DETACH memory", "DETACH"),
                forbidden("USE temp", "USE"),
                forbidden("PRAGMA database_list", "PRAGMA"),
                forbidden("SET memory_limit = '1TB'", "SET"),
                forbidden("RESET threads", "RESET"),
                forbidden("SET VARIABLE x = 1", "SET"),
                forbidden("LOAD httpfs", "LOAD"),
                forbidden("INSTALL httpfs", "INSTALL"),
                forbidden("CALL pragma_version()", "CALL"),
                forbidden("EXPLAIN SELECT 1", "EXPLAIN"),
                forbidden("EXPLAIN ANALYZE SELECT * FROM silver.t", "EXPLAIN"),
                forbidden("PREPARE p AS SELECT 1", "PREPARE"),
                forbidden("EXECUTE p", "EXECUTE"),
                forbidden("DEALLOCATE p", "DEALLOCATE"),
                forbidden("CHECKPOINT", "CHECKPOINT"),
                forbidden("VACUUM", "VACUUM"),
                forbidden("BEGIN TRANSACTION", "BEGIN"),
                forbidden("COMMENT ON TABLE silver.t IS 'x'", "COMMENT"),
                forbidden("CREATE SECRET s (TYPE s3)", "CREATE"),
                forbidden("PIVOT silver.t ON a USING count(*)", "PIVOT as a statement is not allowed"),
                refused(ErrorCode.SQL_SYNTAX, "SELECT a INTO x FROM silver.t", "INTO"),
                refused(ErrorCode.SQL_SYNTAX, "", "no query"),
                refused(ErrorCode.SQL_SYNTAX, "-- nothing\n;", "no query"),
                refused(ErrorCode.SQL_SYNTAX, "SELECT 1\0; DROP TABLE silver.t", "NUL"),
                refused(ErrorCode.SQL_SYNTAX, "SELECT " + "1+".repeat(2000) + "1", "more than 1,000 deep"),
                // several statements
                forbidden("SELECT 1; SELECT 2", "only one statement is allowed, this text has 2"),
                forbidden("SELECT 1; DROP TABLE silver.t", "only"),
                forbidden("SELECT a FROM silver.t; COPY silver.t TO 'x'", "only"),
                // statements inside a query
                forbidden("WITH x AS (INSERT INTO silver.t VALUES (1, 'a') RETURNING *) SELECT * FROM x", "INSERT"),
                forbidden("WITH x AS (DELETE FROM silver.t RETURNING *) SELECT * FROM x", "DELETE"),
                forbidden("WITH x AS (UPDATE silver.t SET a = 1 RETURNING *) SELECT * FROM x", "UPDATE"),
                forbidden(
                        "SELECT (WITH x AS (DELETE FROM silver.t RETURNING a) SELECT a FROM x)",
                        "a CTE may only SELECT"),
                forbidden("DESCRIBE silver.t", "DESCRIBE, SHOW and SUMMARIZE are no part of a query"),
                forbidden("SHOW TABLES", "SHOW"),
                forbidden("SHOW ALL TABLES", "SHOW"),
                forbidden("SUMMARIZE silver.t", "SUMMARIZE"),
                forbidden("SELECT * FROM (DESCRIBE silver.t)", "DESCRIBE"),
                forbidden("SELECT * FROM (SHOW ALL TABLES)", "SHOW"),
                forbidden("SELECT * FROM (SUMMARIZE silver.t)", "SUMMARIZE"),
                // files
                forbidden("SELECT * FROM '/etc/passwd'", "files cannot be read"),
                forbidden("SELECT * FROM 'data.csv'", "files cannot be read"),
                forbidden("SELECT * FROM \"x.parquet\"", "files cannot be read"),
                forbidden("FROM 's3://bucket/*.parquet'", "files cannot be read"),
                forbidden("SELECT * FROM silver.\"t.csv\"", "files cannot be read"),
                forbidden("SELECT * FROM \"..\".\"x.json\"", "files cannot be read"),
                forbidden("SELECT * FROM read_csv('/etc/passwd')", "read_csv is not allowed"),
                forbidden("SELECT * FROM read_csv_auto('x')", "read_csv_auto"),
                forbidden("SELECT * FROM read_parquet('x')", "read_parquet"),
                forbidden("SELECT * FROM parquet_scan('x')", "parquet_scan"),
                forbidden("SELECT * FROM parquet_metadata('x')", "parquet_metadata"),
                forbidden("SELECT * FROM read_json('x')", "read_json"),
                forbidden("SELECT * FROM read_text('/etc/passwd')", "read_text"),
                forbidden("SELECT * FROM read_blob('/etc/passwd')", "read_blob"),
                forbidden("SELECT * FROM glob('/*')", "glob"),
                forbidden("SELECT * FROM sniff_csv('x')", "sniff_csv"),
                forbidden("SELECT * FROM read_duckdb('x.db')", "read_duckdb"),
                forbidden("SELECT (SELECT count(*) FROM read_text('/etc/passwd'))", "read_text"),
                forbidden("WITH x AS (SELECT 1) SELECT * FROM x, glob('*')", "glob"),
                forbidden("SELECT 1 UNION ALL SELECT size FROM read_text('x')", "read_text"),
                forbidden("SELECT * FROM silver.t ORDER BY (SELECT 1 FROM glob('*'))", "glob"),
                forbidden("SELECT * FROM silver.t LIMIT (SELECT count(*) FROM glob('*'))", "glob"),
                forbidden("SELECT a FROM silver.t QUALIFY (SELECT true FROM glob('*'))", "glob"),
                forbidden("SELECT sum(a) FILTER (WHERE EXISTS (FROM glob('*'))) FROM silver.t", "glob"),
                forbidden("SELECT sum(a) OVER (ORDER BY (SELECT 1 FROM glob('*'))) FROM silver.t", "glob"),
                forbidden("VALUES ((SELECT 1 FROM glob('*')))", "glob"),
                forbidden("SELECT list_transform([1], lambda x: (SELECT 1 FROM glob('*')))", "glob"),
                forbidden("SELECT * REPLACE ((SELECT 1 FROM glob('*')) AS a) FROM silver.t", "glob"),
                forbidden("FROM silver.t JOIN silver.customers ON (SELECT true FROM glob('*'))", "glob"),
                forbidden("FROM range((SELECT count(*) FROM glob('*')))", "glob"),
                // SQL in strings
                forbidden("SELECT * FROM query('DROP TABLE silver.t')", "query is not allowed"),
                forbidden("SELECT * FROM query_table('silver.t')", "query_table"),
                forbidden("SELECT * FROM json_execute_serialized_sql('{}')", "json_execute_serialized_sql"),
                forbidden("SELECT json_serialize_sql('SELECT 1')", "function json_serialize_sql is not allowed"),
                forbidden("SELECT json_serialize_plan('SELECT 1')", "json_serialize_plan"),
                // the engine's catalog, settings and process
                forbidden("SELECT * FROM information_schema.tables", "the engine's own"),
                forbidden("SELECT * FROM pg_catalog.pg_class", "the engine's own"),
                forbidden("SELECT * FROM sqlite_master", "the engine's own"),
                forbidden("SELECT * FROM main.sqlite_master", "the engine's own"),
                forbidden("SELECT * FROM duckdb_tables", "the engine's own"),
                forbidden("SELECT * FROM system.duckdb_tables", "the engine's own"),
                forbidden("SELECT * FROM temp.x", "the engine's own"),
                forbidden("SELECT * FROM \"Memory\".x", "the engine's own"),
                forbidden("SELECT * FROM Main.x", "the engine's own"),
                forbidden("SELECT * FROM memory.silver.t", "the engine's own"),
                forbidden("SELECT * FROM lake.silver.t", "has 3 parts; write schema.table"),
                forbidden("SELECT * FROM this.this", "the engine's own"),
                forbidden("SELECT * FROM duckdb_settings()", "duckdb_settings"),
                forbidden("SELECT * FROM duckdb_secrets()", "duckdb_secrets"),
                forbidden("SELECT * FROM pragma_database_size()", "pragma_database_size"),
                forbidden("SELECT * FROM which_secret('s3://x', 's3')", "which_secret"),
                forbidden("SELECT * FROM checkpoint()", "checkpoint"),
                forbidden("SELECT * FROM system.main.range(3)", "table function system.main.range"),
                forbidden("SELECT * FROM histogram(silver.t, a)", "histogram"),
                forbidden("SELECT * FROM seq_scan()", "seq_scan"),
                forbidden("SELECT getenv('HOME')", "function getenv is not allowed"),
                forbidden("SELECT \"GetEnv\"('HOME')", "is not allowed"),
                forbidden("SELECT 'HOME'.getenv()", "getenv"),
                forbidden("SELECT current_setting('threads')", "current_setting"),
                forbidden("SELECT main.current_setting('threads')", "current_setting"),
                forbidden("SELECT system.main.lower('A')", "not allowed with its schema"),
                forbidden("SELECT getvariable('x')", "getvariable"),
                forbidden("SELECT nextval('s')", "nextval"),
                forbidden("SELECT currval('s')", "currval"),
                forbidden("SELECT sleep_ms(1000)", "sleep_ms"),
                forbidden("SELECT pg_sleep(1)", "pg_sleep"),
                forbidden("SELECT write_log('x')", "write_log"),
                forbidden("SELECT txid_current()", "txid_current"),
                forbidden("SELECT current_database(), a FROM silver.t", "current_database"),
                forbidden("SELECT current_query()", "current_query"),
                forbidden("SELECT version()", "version"),
                forbidden("SELECT pg_get_viewdef(1)", "pg_get_viewdef"),
                forbidden("SELECT get_block_size('memory')", "get_block_size"),
                forbidden("SELECT current_user", "alias.current_user"),
                forbidden("SELECT current_schema", "current_schema"),
                forbidden("SELECT a FROM silver.t GROUP BY a HAVING getenv('x') = ''", "getenv"),
                forbidden("SELECT CASE WHEN true THEN getenv('x') END", "getenv"),
                forbidden("SELECT COLUMNS(c -> getenv(c) = 'x') FROM silver.t", "getenv"),
                // the rest
                forbidden("SELECT * FROM silver.t AT (VERSION => 3)", "--at"),
                forbidden("SELECT * FROM silver.t AT (TIMESTAMP => now())", "--at"),
                forbidden("SELECT ? + 1", "parameters are named"),
                forbidden("SELECT $1", "parameters are named"),
                forbidden("SELECT 1::silver.mytype", "not one of DuckDB's own types"),
                refused(
                        ErrorCode.SQL_BINDING,
                        "SELECT bucket_of(a) FROM silver.t",
                        "function bucket_of does not exist"),
                refused(ErrorCode.TABLE_UNKNOWN, "SELECT * FROM customers", "did you mean 'silver.customers'"),
                refused(ErrorCode.TABLE_UNKNOWN, "SELECT * FROM custmers", "did you mean 'silver.customers'"),
                refused(ErrorCode.TABLE_UNKNOWN, "SELECT * FROM this", "write schema.table"),
                refused(
                        ErrorCode.TABLE_UNKNOWN,
                        "WITH b AS (SELECT * FROM a), a AS (SELECT 1) SELECT * FROM b",
                        "'a' is neither a CTE nor a table"),
                refused(ErrorCode.TABLE_UNKNOWN, "WITH a AS (SELECT * FROM a) SELECT * FROM a", "'a'"),
                refused(ErrorCode.TABLE_UNKNOWN, "SELECT * FROM (WITH a AS (SELECT 1) SELECT 1) x, a", "'a'"),
                refused(
                        ErrorCode.TABLE_UNKNOWN,
                        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r), s AS (FROM q) FROM s",
                        "'q'"));
    }

    private static Arguments forbidden(String sql, String message) {
        return refused(ErrorCode.SQL_FORBIDDEN, sql, message);
    }

    private static Arguments refused(ErrorCode code, String sql, String message) {
        return arguments(code, sql, message);
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void whatIsNotASelectFromTheLakeIsRefused(ErrorCode code, String sql, String message) {
        SqlException refusal = catchThrowableOfType(SqlException.class, () -> analyzer.parse(sql));
        assertThat(refusal).as(sql).isNotNull();
        assertThat(refusal.code()).as(refusal.message()).isEqualTo(code);
        assertThat(refusal.message()).contains(message);
    }

    static Stream<String> honest() {
        return Stream.of(
                "SELECT 1",
                "select a, b from silver.t;",
                "FROM silver.t",
                "TABLE silver.t",
                "VALUES (1, 'a'), (2, 'b')",
                "SELECT * FROM (VALUES (1, 2)) v(x, y)",
                "/* c */ SELECT a -- x\nFROM silver.t -- ; not an end\n;\n-- after",
                "SELECT ';' AS semicolon, $$;$$ AS dollar, e'\\';' AS escaped FROM silver.t;",
                "SELECT * EXCLUDE (b) REPLACE (a + 1 AS a) FROM silver.t",
                "SELECT COLUMNS('a|b') FROM silver.t",
                "SELECT COLUMNS(c -> c LIKE 'a%') FROM silver.t",
                "SELECT * LIKE 'a%' FROM silver.t",
                "SELECT t.* FROM silver.t",
                "SELECT a AS x, x + 1 AS y FROM silver.t WHERE y > 3",
                "SELECT x: a FROM silver.t",
                "SELECT count(*), sum(a) FILTER (WHERE b = 'x'), string_agg(b, ',' ORDER BY a) FROM silver.t",
                "SELECT b, count(DISTINCT a) FROM silver.t GROUP BY ALL ORDER BY ALL",
                "SELECT b, grouping(b), sum(a) FROM silver.t GROUP BY ROLLUP (b) HAVING sum(a) > 1",
                "SELECT a, b, count(*) FROM silver.t GROUP BY GROUPING SETS ((a), (b), ())",
                "SELECT DISTINCT ON (b) a, b FROM silver.t ORDER BY b, a DESC NULLS LAST LIMIT 10 OFFSET 2",
                "SELECT a FROM silver.t QUALIFY row_number() OVER (PARTITION BY b ORDER BY a) = 1",
                "SELECT sum(a) OVER w, lag(a, 1, 0) OVER w FROM silver.t WINDOW w AS (PARTITION BY b ORDER BY a"
                        + " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)",
                "SELECT sum(a) OVER (ORDER BY a RANGE BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING EXCLUDE TIES)"
                        + " FROM silver.t",
                "SELECT * FROM silver.t JOIN silver.customers ON a = id",
                "SELECT * FROM silver.t LEFT JOIN silver.customers c ON a = c.id AND c.id > 3",
                "SELECT * FROM silver.t x FULL JOIN silver.t y USING (a)",
                "SELECT * FROM silver.t NATURAL JOIN silver.t z",
                "SELECT * FROM silver.t SEMI JOIN silver.customers ON a = id",
                "SELECT * FROM silver.t ANTI JOIN silver.customers ON a = id",
                "SELECT * FROM silver.t ASOF JOIN silver.customers ON a >= id",
                "SELECT * FROM silver.t POSITIONAL JOIN silver.customers",
                "SELECT * FROM silver.t CROSS JOIN silver.customers, silver.t AS u",
                "SELECT * FROM silver.t o, LATERAL (SELECT o.a + 1 AS n) l",
                "SELECT * FROM silver.t TABLESAMPLE 10%",
                "SELECT * FROM silver.t USING SAMPLE reservoir(50 ROWS) REPEATABLE (100)",
                "SELECT a FROM silver.t UNION ALL BY NAME SELECT b FROM silver.t EXCEPT SELECT 1, 'x' INTERSECT"
                        + " SELECT 2, 'y'",
                "SELECT unnest([1, 2, 3]), generate_series(1, 3)",
                "SELECT * FROM range(10) r(i), generate_series(1, 2), unnest([1, 2]) u(x)",
                "SELECT * FROM json_each('{\"a\": 1}')",
                "SELECT (SELECT max(id) FROM silver.customers WHERE id < a) FROM silver.t WHERE EXISTS (FROM"
                        + " silver.customers WHERE id = a) AND a IN (SELECT id FROM silver.customers)",
                "SELECT a = ANY (SELECT id FROM silver.customers), a > ALL ([1, 2]) FROM silver.t",
                "WITH x AS (SELECT * FROM silver.t), y AS (SELECT * FROM x) SELECT * FROM y JOIN X USING (a)",
                "WITH x AS (SELECT 1 AS n), y AS (WITH x AS (SELECT n + 1 AS n FROM x) SELECT * FROM x) FROM y, x",
                "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 10) SELECT * FROM r",
                "WITH RECURSIVE r(k, n) USING KEY (k) AS (SELECT 1, 2 UNION SELECT k, n + 1 FROM recurring.r"
                        + " WHERE n < 5) SELECT * FROM r",
                "WITH x AS NOT MATERIALIZED (SELECT 1 AS n) SELECT (SELECT n FROM x)",
                "WITH \"Sales 2024\" AS (SELECT 1 AS n) SELECT * FROM \"sales 2024\"",
                "SELECT CASE b WHEN 'x' THEN 1 ELSE 2 END, coalesce(b, 'n'), nullif(a, 1), if(a > 1, 2, 3),"
                        + " ifnull(a, 0), try(1 / a) FROM silver.t",
                "SELECT CAST(a AS DECIMAL(18, 2)), TRY_CAST(b AS INTEGER), a::VARCHAR, b::STRUCT(x INTEGER)[],"
                        + " b::ENUM('x', 'y'), b::JSON FROM silver.t",
                "SELECT a BETWEEN 1 AND 2, b LIKE 'x%' ESCAPE '\\', b ILIKE 'x', b SIMILAR TO 'x.*', b NOT IN"
                        + " ('x', 'y'), a IS DISTINCT FROM 1, b COLLATE nocase FROM silver.t",
                "SELECT {'a': a, 'b': [b]}.b[1], MAP {'k': a}['k'], [1, 2, 3][1:2], struct_pack(x := a), row(1, 2)"
                        + " FROM silver.t",
                "SELECT list_transform([1, 2], lambda x: x + a), [x * 2 FOR x IN [1, 2] IF x > 1],"
                        + " list_reduce([1, 2], lambda x, y: x + y) FROM silver.t",
                "SELECT date_trunc('month', DATE '2024-01-31') + INTERVAL 1 DAY, extract(year FROM current_date),"
                        + " TIMESTAMP '2024-01-01' AT TIME ZONE 'UTC', now(), today(), strftime(now(), '%Y')",
                "SELECT substring(b FROM 1 FOR 2), position('x' IN b), trim(BOTH ' ' FROM b), b || '!',"
                        + " regexp_extract(b, '(x)', 1), b.upper(), upper(b)[1], overlay(b PLACING 'x' FROM 1)"
                        + " FROM silver.t",
                "SELECT b->'$.x', b->>'$.y', json_extract_string(b, '$.z'), from_json(b, '{\"a\":\"INTEGER\"}')"
                        + " FROM silver.t",
                "SELECT * FROM (SELECT a, b FROM silver.t) PIVOT (count(*) FOR b IN ('x', 'y'))",
                "SELECT * FROM silver.t UNPIVOT (v FOR n IN (a))",
                "UNPIVOT silver.customers ON id INTO NAME n VALUE v",
                "SELECT md5(b), hash(a), random(), uuid(), typeof(a), arg_max(b, a), quantile_cont(a, 0.5)"
                        + " OVER () FROM silver.t GROUP BY a, b",
                "SELECT -a, ~a, a % 2, a ** 2, a // 2, a & 1, a << 1, NOT true, a!, @a FROM silver.t",
                "SELECT ARRAY(SELECT a FROM silver.t), array_agg(a), first(a), any_value(b), mode(b) FROM silver.t",
                "SELECT t FROM silver.t",
                """
                SELECT l.flag, l.status, sum(l.price * (1 - l.discount)) AS revenue, avg(l.quantity) AS quantity
                FROM gold.lineitem AS l
                WHERE l.shipped <= DATE '1998-12-01' - INTERVAL '90' DAY
                GROUP BY l.flag, l.status ORDER BY l.flag, l.status
                """,
                """
                SELECT s.name, count(*) AS waiting
                FROM gold.supplier s, gold.lineitem l1, gold.orders o
                WHERE s.key = l1.supplier AND o.key = l1.order_key AND o.status = 'F'
                  AND EXISTS (SELECT * FROM gold.lineitem l2 WHERE l2.order_key = l1.order_key
                              AND l2.supplier <> l1.supplier)
                  AND NOT EXISTS (SELECT * FROM gold.lineitem l3 WHERE l3.order_key = l1.order_key
                                  AND l3.received > l3.committed)
                GROUP BY s.name ORDER BY waiting DESC, s.name LIMIT 100
                """,
                """
                SELECT year, sum(CASE WHEN nation = 'BRAZIL' THEN volume ELSE 0 END) / sum(volume) AS share
                FROM (SELECT extract(year FROM o.ordered) AS year, l.price * (1 - l.discount) AS volume, n.name AS nation
                      FROM gold.orders o JOIN gold.lineitem l ON l.order_key = o.key
                      JOIN gold.nation n ON n.key = o.nation) AS all_nations
                GROUP BY year ORDER BY year
                """,
                """
                WITH revenue AS (SELECT supplier AS no, sum(price) AS total FROM gold.lineitem GROUP BY supplier)
                SELECT s.key, r.total FROM gold.supplier s, revenue r
                WHERE s.key = r.no AND r.total = (SELECT max(total) FROM revenue)
                """,
                """
                WITH year_total AS (
                  SELECT c.id, d.year, sum(ss.net) AS total, 's' AS kind
                  FROM gold.customer c, gold.store_sales ss, gold.date_dim d
                  WHERE c.sk = ss.customer_sk AND ss.date_sk = d.sk GROUP BY c.id, d.year
                  UNION ALL
                  SELECT c.id, d.year, sum(ws.net), 'w'
                  FROM gold.customer c, gold.web_sales ws, gold.date_dim d
                  WHERE c.sk = ws.customer_sk AND ws.date_sk = d.sk GROUP BY c.id, d.year)
                SELECT a.id FROM year_total a, year_total b
                WHERE a.id = b.id AND a.kind = 's' AND b.kind = 'w' AND a.year = 2001
                  AND CASE WHEN a.total > 0 THEN b.total / a.total ELSE NULL END > 1
                ORDER BY 1 NULLS FIRST LIMIT 100
                """,
                """
                SELECT sum(net) AS total, category, class, grouping(category) + grouping(class) AS level,
                  rank() OVER (PARTITION BY grouping(category) + grouping(class),
                    CASE WHEN grouping(class) = 0 THEN category END ORDER BY sum(net) DESC) AS within
                FROM gold.store_sales JOIN gold.item ON item.sk = item_sk
                GROUP BY ROLLUP (category, class)
                ORDER BY level DESC, CASE WHEN level = 0 THEN category END, within LIMIT 100
                """,
                """
                SELECT customer_sk FROM gold.store_sales INTERSECT SELECT customer_sk FROM gold.web_sales
                EXCEPT (SELECT customer_sk FROM gold.catalog_sales WHERE net < 0)
                """,
                "SELECT a FROM silver.t WHERE " + "a = 1 OR ".repeat(2000) + "a = 2",
                "SELECT " + "a + ".repeat(300) + "a FROM silver.t",
                "SELECT $day::DATE AS day, a FROM silver.t WHERE a > $low LIMIT $low");
    }

    @ParameterizedTest
    @MethodSource("honest")
    void anHonestQueryPasses(String sql) {
        Query query = analyzer.parse(sql);
        assertThat(query.fingerprint()).hasSize(64);
        assertThat(analyzer.parse("  " + query.sql() + "\n;").fingerprint()).isEqualTo(query.fingerprint());
    }

    static Stream<Arguments> nested() {
        return Stream.of(
                arguments("SELECT " + "(".repeat(5000) + "1" + ")".repeat(5000)),
                arguments("SELECT " + "a || ".repeat(20000) + "a FROM silver.t"),
                arguments("SELECT " + "abs(".repeat(900) + "1" + ")".repeat(900)),
                arguments("SELECT " + "abs(".repeat(320) + "1" + ")".repeat(320)),
                arguments("SELECT * FROM " + "(SELECT * FROM ".repeat(400) + "silver.t" + ")".repeat(400)));
    }

    @ParameterizedTest
    @MethodSource("nested")
    void absurdNestingEndsInAnAnswerOrASyntaxErrorEvenOnTheSmallestDefaultStack(String sql)
            throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> analyzer.parse(sql), "small", 1024 * 1024);
        thread.setUncaughtExceptionHandler((where, thrown) -> failure.set(thrown));
        thread.start();
        thread.join();
        Throwable thrown = failure.get();
        if (thrown != null) {
            assertThat(thrown).isInstanceOfSatisfying(SqlException.class, e -> assertThat(e.code())
                    .isEqualTo(ErrorCode.SQL_SYNTAX));
        }
    }

    @Test
    void aRefusalTellsWhereItIs() {
        String sql = "SELECT 'é', a FROM silver.t WHERE b = getenv('HOME')";
        SqlException refusal = catchThrowableOfType(SqlException.class, () -> analyzer.parse(sql));
        assertThat(sql.substring(refusal.offset(), refusal.offset() + refusal.length()))
                .isEqualTo("getenv('HOME')");
    }

    @Test
    void thisIsATableOnlyWhereItIsAllowed() {
        analyzer.declare(TableReference.THIS, List.of(new Column("n", "INTEGER")));
        Query query = analyzer.parse("SELECT n FROM this WHERE n < 0", ParseOption.ALLOW_THIS);
        assertThat(query.tables()).containsExactly(new TableReference(TableReference.THIS, 14, 4));
        assertThat(analyzer.columns(query, Map.of())).containsExactly(new Column("n", "INTEGER"));
        assertThat(analyzer.lineage(query, Map.of()).get(0).origins())
                .containsExactly(new ColumnOrigin(TableReference.THIS, "n"));
    }

    static Stream<Arguments> habitsOfOtherTools() {
        return Stream.of(
                arguments(
                        "SELECT * FROM {{ ref('orders') }}",
                        "{{ ref('orders') }}",
                        "write the table's name, gold.orders or silver.orders"),
                arguments("SELECT * FROM {{ ref(\"crm\", 'nix') }}", "{{ ref(\"crm\", 'nix') }}", "schema.nix"),
                arguments(
                        "FROM {{ source('crm', 'contacts') }} c",
                        "{{ source('crm', 'contacts') }}",
                        "bronze table, bronze.crm_contacts"),
                arguments("SELECT 1 WHERE 2 > {{ var('d') }}", "{{ var('d') }}", "write $d and declare it"),
                arguments("{{ config(\n x='y') }} SELECT 1", "{{ config(\n x='y') }}", "/* lakesmith … */"),
                arguments("SELECT 1 {% if is_incremental() %} {% endif %}", "{% if is_incremental() %}", "read only"),
                arguments("FROM orders", "orders", "did you mean 'gold.orders' or 'silver.orders'?"),
                arguments("FROM Order_items", "Order_items", "did you mean 'silver.order_items'?"),
                arguments("FROM \"silver.orders\"", "\"silver.orders\"", "write silver.orders"),
                arguments("FROM read_csv('x.csv')", "read_csv('x.csv')", "Declare a source for them"),
                arguments("FROM parquet_scan('x') p", "parquet_scan('x')", "Declare a source for them"));
    }

    @ParameterizedTest
    @MethodSource("habitsOfOtherTools")
    void whoIsUsedToAnotherToolIsToldWhatToWrite(String sql, String place, String advice) {
        try (SqlAnalyzer fresh = SqlAnalyzer.open()) {
            fresh.suggest(List.of(
                    new TableName("silver", "orders"),
                    new TableName("gold", "orders"),
                    new TableName("silver", "order_items")));

            SqlException refused = catchThrowableOfType(SqlException.class, () -> fresh.parse(sql));

            assertThat(refused).hasMessageContaining(advice);
            assertThat(sql.substring(refused.offset())).startsWith(place);
        }
    }

    @Test
    void aTemplateInsideATextIsText() {
        assertThat(analyzer.parse("SELECT '{{ ref(1) }}' AS a").tables()).isEmpty();
    }
}
