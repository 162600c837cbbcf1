package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlAnalyzerTest {

    private static final TableName CUSTOMERS = new TableName("silver", "customers");
    private static final TableName ORDERS = new TableName("silver", "orders");

    private static SqlAnalyzer analyzer;

    @BeforeAll
    static void open() {
        analyzer = SqlAnalyzer.open();
        analyzer.declare(
                CUSTOMERS,
                List.of(
                        new Column("customer_id", "bigint"),
                        new Column("email", "varchar"),
                        new Column("signed_up", "date"),
                        new Column("address", "struct(city varchar, lines varchar[])"),
                        new Column("user", "varchar")));
        analyzer.declare(
                ORDERS,
                List.of(
                        new Column("order_id", "bigint"),
                        new Column("customer_id", "bigint"),
                        new Column("amount", "decimal(18,2)"),
                        new Column("tags", "map(varchar, varchar)")));
    }

    @AfterAll
    static void close() {
        analyzer.close();
    }

    @Test
    void theTablesOfAQueryAreNamedOnceAtTheirFirstPlace() {
        String sql = """
                -- größer
                WITH Recent AS (SELECT * FROM silver . orders AS o)
                SELECT * FROM "silver"."Customers" c JOIN recent USING (customer_id), x : silver.orders;
                -- end
                """;
        Query query = analyzer.parse(sql);
        assertThat(query.tables()).extracting(TableReference::name).containsExactly(ORDERS, CUSTOMERS);
        assertThat(query.tables())
                .extracting(each -> sql.substring(each.offset(), each.offset() + each.length()))
                .containsExactly("silver . orders", "\"silver\".\"Customers\"");
        assertThat(query.sql()).endsWith("x : silver.orders");
    }

    @Test
    void anAliasThatDiffersFromItsColumnByCaseOnlyIsTheName() {
        Query query = analyzer.parse("SELECT address AS Address, signed_up AS SIGNED_UP FROM silver.customers");
        assertThat(analyzer.columns(query, Map.of())).extracting(Column::name).containsExactly("Address", "SIGNED_UP");
    }

    @Test
    void typesAreWrittenSoThatACastUnderstandsThem() {
        Query query = analyzer.parse("SELECT address, tags, amount * 2 AS twice, [signed_up] AS days, $day AS day"
                + " FROM silver.customers JOIN silver.orders USING (customer_id) WHERE signed_up > $day;");
        assertThat(analyzer.columns(query, Map.of("day", "date")))
                .containsExactly(
                        new Column("address", "STRUCT(city VARCHAR, lines VARCHAR[])"),
                        new Column("tags", "MAP(VARCHAR, VARCHAR)"),
                        new Column("twice", "DECIMAL(18,2)"),
                        new Column("days", "DATE[]"),
                        new Column("day", "DATE"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "SELECT «emial» FROM silver.customers",
                        "column 'emial' not found in silver.customers; did you mean 'email'?"),
                arguments(
                        "SELECT 'größe', '😀' AS x,\n  «c.emial»\nFROM silver.customers c",
                        "column 'emial' not found in c; did you mean 'email'?"),
                arguments(
                        "SELECT «x.email» FROM silver.customers c",
                        "'x' is not a table or alias of this FROM; did you mean 'c'?"),
                arguments(
                        "SELECT «customer_id» FROM silver.customers c JOIN silver.orders o ON true",
                        "column 'customer_id' is in more than one table; write c.customer_id or o.customer_id"),
                arguments("SELECT «sum(email)» FROM silver.customers", "no function fits sum(VARCHAR); known: sum("),
                arguments(
                        "SELECT address.«citty» FROM silver.customers",
                        "field 'citty' not found in the struct; did you mean 'city'?"),
                arguments(
                        "SELECT * EXCLUDE («emial») FROM silver.customers",
                        "column 'emial' in EXCLUDE not found in silver.customers; did you mean 'email'?"),
                arguments(
                        "SELECT * FROM silver.customers JOIN silver.orders USING («ordr_id»)",
                        "column 'ordr_id' in USING not found on the left side of the join"),
                arguments(
                        "SELECT CAST(email AS «VARCHR») FROM silver.customers",
                        "type VARCHR does not exist; did you mean 'VARCHAR'?"),
                arguments(
                        "SELECT $day, $day, «nope», $day FROM silver.customers",
                        "column 'nope' not found in silver.customers"),
                arguments("SELECT $day «+» email FROM silver.customers", "no function fits"),
                arguments(
                        "SELECT * FROM «silver.custmers» c",
                        "table silver.custmers does not exist; did you mean 'silver.customers'?"),
                arguments(
                        "SELECT «$dya» FROM silver.customers",
                        "parameter $dya is not declared (declared: day); did you mean 'day'?"),
                arguments(
                        "SELECT «email», count(*) FROM silver.customers GROUP BY user",
                        "column \"email\" must appear in the GROUP BY clause"),
                arguments("SELECT rowid FROM silver.customers", "column 'rowid' not found in silver.customers"),
                arguments(
                        "WITH c AS (SELECT email AS mail FROM silver.customers) SELECT «mial» FROM c",
                        "did you mean 'mail'?"),
                arguments("SELECT 1 UNION SELECT 1, 2", "Set operations can only apply"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsPlaceAndTheNearestWord(String marked, String message) {
        String sql = marked.replace("«", "").replace("»", "");
        SqlException mistake = catchThrowableOfType(
                SqlException.class, () -> analyzer.columns(analyzer.parse(sql), Map.of("day", "date")));
        assertThat(mistake).isNotNull();
        assertThat(mistake.message()).contains(message).doesNotContain("LINE", "\n");
        if (marked.contains("«")) {
            assertThat(mistake.offset()).as(mistake.message()).isEqualTo(marked.indexOf('«'));
            assertThat(sql.substring(mistake.offset(), mistake.offset() + mistake.length()))
                    .isEqualTo(marked.substring(marked.indexOf('«') + 1, marked.indexOf('»')));
        }
    }

    @Test
    void aSyntaxErrorIsToldWithItsPlace() {
        SqlException mistake = catchThrowableOfType(
                SqlException.class, () -> analyzer.parse("SELECT 'ä'\nFROM silver.orders WHRE a = 1"));
        assertThat(mistake.code()).isEqualTo(ErrorCode.SQL_SYNTAX);
        assertThat(mistake.message()).isEqualTo("syntax error at or near \"a\"");
        assertThat(mistake.offset()).isEqualTo(35);
        assertThat(mistake.length()).isEqualTo(1);
    }

    @Test
    void parametersAreFoundAtEveryUseAndReplaced() {
        Query query = analyzer.parse(
                "SELECT '$x', $day AS d, \"$y\" FROM silver.orders /* $z */ WHERE 'ü' < $low AND $day > $day");
        assertThat(query.parameters()).extracting(ParameterUse::name).containsExactly("day", "low", "day", "day");
        assertThat(query.render(Map.of("day", "DATE '2024-01-01'", "low", "7")))
                .isEqualTo("SELECT '$x', DATE '2024-01-01' AS d, \"$y\" FROM silver.orders /* $z */ WHERE 'ü' < 7"
                        + " AND DATE '2024-01-01' > DATE '2024-01-01'");
    }

    @Test
    void aFingerprintIgnoresSpaceCommentsAndTheCaseOfKeywords() {
        String fingerprint = analyzer.parse("SELECT email FROM silver.customers WHERE customer_id > 3")
                .fingerprint();
        assertThat(analyzer.parse("select /* x */ email\n\nfrom silver.customers -- y\nwhere customer_id>3;")
                        .fingerprint())
                .isEqualTo(fingerprint);
        assertThat(analyzer.parse("SELECT email FROM silver.customers WHERE customer_id > 4")
                        .fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(analyzer.parse("SELECT email AS e FROM silver.customers WHERE customer_id > 3")
                        .fingerprint())
                .isNotEqualTo(fingerprint);
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments("SELECT email FROM silver.customers", null),
                arguments(
                        "SELECT upper(email) FROM silver.customers c WHERE (customer_id > 1 OR email IS NOT NULL)\n  AND (email IN ('a)', 'b'))  ORDER BY 1",
                        "(customer_id > 1 OR email IS NOT NULL) AND (email IN ('a)', 'b'))"),
                arguments("SELECT email FROM silver.customers WHERE email IS NOT NULL", "email IS NOT NULL"),
                arguments("SELECT email FROM silver.customers WHERE NOT (email LIKE 'ä%')", "NOT (email LIKE 'ä%')"),
                arguments("SELECT email FROM silver.customers WHERE email NOT IN ('x')", "email NOT IN ('x')"),
                arguments(
                        "SELECT email FROM silver.customers WHERE customer_id BETWEEN 1 AND 3",
                        "customer_id BETWEEN 1 AND 3"),
                arguments(
                        "SELECT email FROM silver.customers WHERE TRY_CAST(email AS INTEGER) > $low",
                        "TRY_CAST(email AS INTEGER) > $low"),
                arguments(
                        "SELECT email FROM silver.customers WHERE email::INTEGER = 3::BIGINT",
                        "email::INTEGER = 3::BIGINT"),
                arguments(
                        "SELECT email FROM silver.customers WHERE CASE WHEN true THEN true END",
                        "CASE WHEN true THEN true END"),
                arguments(
                        "SELECT email FROM silver.customers WHERE lower(trim(email)) = 'x'",
                        "lower(trim(email)) = 'x'"),
                arguments(
                        "SELECT email FROM silver.customers WHERE NOT list_contains(['x'], email)",
                        "NOT list_contains(['x'], email)"),
                arguments(
                        "WITH a AS (FROM silver.customers WHERE email <> ''), b AS (SELECT * FROM a) SELECT * FROM b WHERE customer_id > 3",
                        "(email <> '') AND (customer_id > 3)"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aRowByRowQueryTellsItsCondition(String sql, @Nullable String where) {
        Shape shape = analyzer.parse(sql).shape();
        assertThat(shape).isEqualTo(new Shape.Simple(CUSTOMERS, where));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT count(*) FROM silver.customers",
                "SELECT email FROM silver.customers GROUP BY email",
                "SELECT email FROM silver.customers GROUP BY ALL",
                "SELECT DISTINCT email FROM silver.customers",
                "SELECT email FROM silver.customers LIMIT 3",
                "SELECT email FROM silver.customers OFFSET 3",
                "SELECT row_number() OVER () FROM silver.customers",
                "SELECT email FROM silver.customers QUALIFY row_number() OVER () = 1",
                "SELECT email FROM silver.customers UNION ALL SELECT 'x'",
                "SELECT a.email FROM silver.customers a, silver.customers b",
                "SELECT unnest(address.lines) FROM silver.customers",
                "SELECT email FROM silver.customers, unnest(address.lines)",
                "SELECT email FROM (SELECT email FROM silver.customers)",
                "SELECT email FROM silver.customers WHERE customer_id IN (SELECT customer_id FROM silver.orders)",
                "SELECT email FROM silver.customers USING SAMPLE 3 ROWS",
                "SELECT email FROM silver.customers TABLESAMPLE 10%",
                "WITH a AS (SELECT * FROM silver.customers LIMIT 1), b AS (SELECT * FROM a) SELECT * FROM b",
                "WITH a AS (SELECT * FROM silver.customers) SELECT * FROM a x JOIN a y USING (email)",
                "WITH a AS (SELECT * FROM silver.customers) SELECT * FROM a WHERE email IN (SELECT email FROM a)",
                "SELECT * FROM silver.customers PIVOT (count(*) FOR email IN ('x'))"
            })
    void aQueryThatMayChangeTheNumberOfRowsOtherwiseIsComplex(String sql) {
        assertThat(analyzer.parse(sql).shape()).isEqualTo(new Shape.Complex());
    }

    @Test
    void ofAJoinTheTablesAreKnownWhoseNewRowsOnlyAddRows() {
        TableName customers = new TableName("silver", "customers");
        TableName orders = new TableName("silver", "orders");
        String from = "SELECT email FROM silver.customers c ";
        assertThat(analyzer.parse(from + ", silver.orders").shape())
                .isEqualTo(new Shape.Joined(Set.of(customers, orders)));
        assertThat(analyzer.parse(from + "LEFT JOIN silver.orders USING (customer_id)")
                        .shape())
                .isEqualTo(new Shape.Joined(Set.of(customers)));
        assertThat(analyzer.parse(from + "RIGHT JOIN silver.orders USING (customer_id)")
                        .shape())
                .isEqualTo(new Shape.Joined(Set.of(orders)));
        assertThat(analyzer.parse(from + "FULL JOIN silver.orders USING (customer_id)")
                        .shape())
                .isEqualTo(new Shape.Complex());
        assertThat(analyzer.parse(from + "JOIN silver.orders USING (customer_id) GROUP BY email")
                        .shape())
                .isEqualTo(new Shape.Complex());
    }

    @Test
    void aTypeIsBroughtIntoDuckDbsForm() {
        assertThat(analyzer.canonicalType("int")).isEqualTo("INTEGER");
        assertThat(analyzer.canonicalType("struct(a numeric(9, 2), \"b c\" text[])"))
                .isEqualTo("STRUCT(a DECIMAL(9,2), \"b c\" VARCHAR[])");
        for (String wrong : List.of("bigin", "int); DROP TABLE x; --", "int) --", "int), (3", "getenv('x')", "")) {
            assertThatThrownBy(() -> analyzer.canonicalType(wrong)).as(wrong).isInstanceOf(SqlException.class);
        }
        assertThatThrownBy(() -> analyzer.canonicalType("bigin")).hasMessageContaining("did you mean 'BIGINT'?");
    }

    @Test
    void aStubCanBeReplacedAndForgotten() {
        TableName table = new TableName("gold", "daily sales");
        analyzer.declare(table, List.of(new Column("a", "INTEGER")));
        analyzer.declare(table, List.of(new Column("a", "DATE"), new Column("b", "JSON")));
        Query query = analyzer.parse("SELECT b, a FROM gold.customers");
        assertThatThrownBy(() -> analyzer.columns(query, Map.of()))
                .hasMessageContaining("gold.customers does not exist");
        analyzer.forget(table);
        assertThat(analyzer.declared()).doesNotContain(table);
    }

    @Test
    void aDefectOfTheBinderDoesNotSpoilTheNextQuery() {
        Query query = analyzer.parse("SELECT * FROM unnest([1, 2]) WITH ORDINALITY");
        assertThat(analyzer.columns(query, Map.of())).hasSize(2);
        assertThatThrownBy(() -> analyzer.lineage(query, Map.of()))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
        assertThat(analyzer.lineage(analyzer.parse("SELECT email FROM silver.customers"), Map.of()))
                .containsExactly(new ColumnLineage("email", List.of(new ColumnOrigin(CUSTOMERS, "email"))));
    }

    @Test
    void completionKnowsFunctionsAndKeywords() {
        assertThat(analyzer.functions()).contains("date_trunc", "sum").doesNotContain("getenv", "current_setting");
        assertThat(analyzer.keywords()).contains("select", "qualify");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT email COLLATE NOCASE AS email FROM silver.customers",
                "SELECT 1 AS n, upper(email collate nocase) AS email FROM silver.customers",
                "WITH c AS (SELECT email COLLATE NOACCENT AS email FROM silver.customers) SELECT email FROM c ORDER BY 1"
                        + " LIMIT 3",
                "SELECT email COLLATE NOCASE AS email, count(*) FROM silver.customers GROUP BY 1",
                "SELECT email FROM silver.customers UNION SELECT email COLLATE NOCASE FROM silver.customers",
                "SELECT {'a': email COLLATE NOCASE} AS email FROM silver.customers"
            })
    void aColumnOfATableCannotHaveACollation(String sql) {
        SqlException refused =
                catchThrowableOfType(SqlException.class, () -> analyzer.tableColumns(analyzer.parse(sql), Map.of()));

        assertThat(refused)
                .hasMessageContaining("column 'email' has a collation")
                .hasMessageContaining("lower(email)");
        assertThat(sql.substring(refused.offset())).startsWithIgnoringCase("collate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT email FROM silver.customers WHERE email COLLATE NOCASE = 'x' ORDER BY email COLLATE NOCASE",
                "SELECT CASE WHEN email COLLATE NOCASE = 'x' THEN 1 ELSE 2 END AS email FROM silver.customers",
                "SELECT email COLLATE NOCASE COLLATE \"binary\" AS email FROM silver.customers",
                "SELECT email AS \"collate\", 'COLLATE NOCASE' AS b FROM silver.customers"
            })
    void aCollationThatOnlyComparesIsFine(String sql) {
        assertThat(analyzer.tableColumns(analyzer.parse(sql), Map.of())).isNotEmpty();
    }

    @Test
    void whatAsksTheClockOrChanceIsFound() {
        String sql = """
                SELECT NOW() AS now, 'random()' AS a, /* uuid() */ "current_date" AS current_date, c.user AS today, random()
                FROM silver.customers AS c
                WHERE signed_up > Current_Date - 30 AND signed_up < today ( )
                """;
        analyzer.declare(
                new TableName("silver", "odd"), List.of(new Column("current_date", "DATE"), new Column("x", "DATE")));

        assertThat(TimeAndChance.in(analyzer.parse(sql.replace("\"current_date\"", "email"))))
                .containsExactly("current_date", "now()", "random()", "today()");
        assertThat(TimeAndChance.in(
                        analyzer.parse("SELECT o.current_date, \"current_date\" AS b FROM silver.odd AS o")))
                .isEmpty();
    }
}
