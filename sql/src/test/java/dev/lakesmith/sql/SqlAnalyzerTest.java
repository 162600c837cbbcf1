package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
}
