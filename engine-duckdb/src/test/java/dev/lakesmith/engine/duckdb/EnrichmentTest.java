package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The patterns of the guide to enriching tables, as models. */
class EnrichmentTest {

    @TempDir
    private Path folder;

    @Test
    void an_address_finds_the_network_it_lies_in() {
        Workbench bench = Workbench.in(folder)
                .file("seeds/networks.csv", """
                        network,country
                        192.0.2.0/25,DE
                        192.0.2.128/25,FR
                        198.51.100.0/24,US
                        2001:db8::/32,NL
                        """)
                .file("seeds/visits.csv", """
                        visit,address
                        1,192.0.2.0
                        2,192.0.2.127
                        3,192.0.2.128
                        4,192.0.3.1
                        5,10.0.0.1
                        6,2001:db8:1::7
                        7,no address
                        8,255.255.255.255
                        """)
                .model("silver.visits", "materialized: table", """
                        WITH ranges AS (
                            SELECT network_first(network) AS first, network_last(network) AS last, country
                            FROM seeds.networks
                        ), visits AS (
                            SELECT *, ip_key(address) AS ip FROM seeds.visits
                        )
                        SELECT v.visit, v.address, CASE WHEN v.ip <= r.last THEN r.country END AS country
                        FROM visits AS v
                        ASOF LEFT JOIN ranges AS r ON v.ip >= r.first
                        """);

        bench.run();

        assertThat(bench.rows("SELECT visit, country FROM silver.visits ORDER BY visit"))
                .containsExactly("1|DE", "2|DE", "3|FR", "4|null", "5|null", "6|NL", "7|null", "8|null");
    }

    @Test
    void an_amount_is_worth_what_the_rate_of_its_day_says() {
        Workbench bench = Workbench.in(folder)
                .file("seeds/rates.csv", """
                        currency,valid_from,eur_rate
                        USD,2026-01-01,0.90
                        USD,2026-01-05,0.95
                        CHF,2026-01-01,1.05
                        """)
                .file("seeds/payments.csv", """
                        payment,paid_on,currency,amount
                        1,2026-01-04,USD,100
                        2,2026-01-05,USD,100
                        3,2025-12-31,USD,100
                        4,2026-02-01,CHF,10
                        5,2026-01-03,EUR,7
                        6,2026-01-03,JPY,7
                        """)
                .model("silver.payments", "columns:\n  eur: { type: 'decimal(18,2)' }", """
                        WITH rates AS (
                            SELECT
                                currency,
                                CAST(valid_from AS DATE) AS valid_from,
                                CAST(eur_rate AS DECIMAL(12, 6)) AS eur_rate
                            FROM seeds.rates
                        ), payments AS (
                            SELECT
                                payment,
                                currency,
                                CAST(paid_on AS DATE) AS paid_on,
                                CAST(amount AS DECIMAL(12, 2)) AS amount
                            FROM seeds.payments
                        )
                        SELECT
                            p.payment,
                            CAST(p.amount * CASE WHEN p.currency = 'EUR' THEN 1 ELSE r.eur_rate END AS DECIMAL(18, 2)) AS eur
                        FROM payments AS p
                        ASOF LEFT JOIN rates AS r ON r.currency = p.currency AND p.paid_on >= r.valid_from
                        """);

        bench.run();

        assertThat(bench.rows("SELECT payment, eur FROM silver.payments ORDER BY payment"))
                .containsExactly("1|90.00", "2|95.00", "3|null", "4|10.50", "5|7.00", "6|null");
    }

    @Test
    void visits_are_cut_into_sessions_where_nothing_happened_for_a_while() {
        Workbench bench =
                Workbench.in(folder).file("seeds/hits.csv", """
                        visitor,seen
                        a,2026-01-01 10:00:00
                        a,2026-01-01 10:30:00
                        a,2026-01-01 11:00:01
                        a,2026-01-01 11:00:01
                        b,2026-01-01 10:10:00
                        """).model("silver.hits", "materialized: table", """
                        WITH hits AS (
                            SELECT visitor, CAST(seen AS TIMESTAMP) AS seen FROM seeds.hits
                        ), marked AS (
                            SELECT
                                *,
                                coalesce(seen - lag(seen) OVER w > INTERVAL 30 MINUTE, TRUE) AS begins
                            FROM hits
                            WINDOW w AS (PARTITION BY visitor ORDER BY seen)
                        )
                        SELECT
                            visitor,
                            seen,
                            visitor || '-' || CAST(sum(CAST(begins AS INTEGER)) OVER (
                                PARTITION BY visitor ORDER BY seen RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                            ) AS VARCHAR) AS session_id
                        FROM marked
                        """);

        bench.run();

        assertThat(bench.rows("SELECT session_id, count(*) FROM silver.hits GROUP BY 1 ORDER BY 1"))
                .containsExactly("a-1|2", "a-2|2", "b-1|1");
    }

    @Test
    void nested_arrays_become_child_tables_with_keys() {
        Workbench bench = Workbench.in(folder)
                .file("drop/orders.json", """
                        {"id":"A","items":[{"sku":"x","gifts":["card","bow"]},{"sku":"y","gifts":[]}],"ship":{"zip":"01067"}}
                        {"id":"B","items":[],"ship":{"zip":"10115"}}
                        {"id":"C","ship":null}
                        {"id":"D","items":[{"sku":"x","gifts":["card"]},null]}
                        """)
                .streams("orders: { path: drop/*.json, format: ndjson }")
                .model("silver.orders", "materialized: table", "SELECT id, ship.zip AS ship_zip FROM bronze.in_orders")
                .model("silver.order_items", "checks:\n  - unique: [id, item]", """
                        WITH parts AS (
                            SELECT id, generate_subscripts(items, 1) AS item, unnest(items) AS part FROM bronze.in_orders
                        )
                        SELECT id, item, part.sku AS sku FROM parts
                        """)
                .model("silver.order_item_gifts", "checks:\n  - unique: [id, item, gift]", """
                        WITH items AS (
                            SELECT id, generate_subscripts(items, 1) AS item, unnest(items) AS part FROM bronze.in_orders
                        )
                        SELECT id, item, generate_subscripts(part.gifts, 1) AS gift, unnest(part.gifts) AS value FROM items
                        """);

        bench.run();

        assertThat(bench.rows("SELECT * FROM silver.orders ORDER BY id"))
                .containsExactly("A|01067", "B|10115", "C|null", "D|null");
        assertThat(bench.rows("SELECT * FROM silver.order_items ORDER BY id, item"))
                .containsExactly("A|1|x", "A|2|y", "D|1|x", "D|2|null");
        assertThat(bench.rows("SELECT * FROM silver.order_item_gifts ORDER BY id, item, gift"))
                .containsExactly("A|1|1|card", "A|1|2|bow", "D|1|1|card");
    }
}
