package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.relationalize.NewModel;
import dev.lakesmith.core.relationalize.Relationalizer;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models written for nested tables run as they are and lose no element. */
final class RelationalizeTest {

    private final Workbench bench;

    RelationalizeTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("orders: { path: 'drop/*.json', format: ndjson }");
    }

    private Relationalizer.Result written(String json, String... key) {
        bench.file("drop/a.json", json).run();
        Relationalizer.Result result = bench.relationalize("bronze.in_orders", key);
        bench.run();
        return result;
    }

    private static String text(Relationalizer.Result result, String table) {
        return result.models().stream()
                .filter(model -> model.name().toString().equals(table))
                .map(NewModel::text)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void each_array_becomes_a_table_with_the_records_key_and_the_place() {
        Relationalizer.Result result = written("""
                {"id":"A","items":[{"sku":"x","gifts":["card","bow"]},{"sku":"y","gifts":[]}],"ship":{"zip":"01067"}}
                {"id":"B","items":[],"ship":{"zip":"10115"}}
                {"id":"C","ship":null}
                {"id":"D","items":[{"sku":"x","gifts":["card"]},null]}
                """);

        assertThat(bench.rows("SELECT id, ship_zip FROM silver.orders ORDER BY id"))
                .containsExactly("A|01067", "B|10115", "C|null", "D|null");
        assertThat(bench.rows("SELECT id, items_position, sku FROM silver.orders_items ORDER BY ALL"))
                .containsExactly("A|1|x", "A|2|y", "D|1|x", "D|2|null");
        assertThat(bench.rows("SELECT * FROM silver.orders_items_gifts ORDER BY ALL"))
                .containsExactly("A|1|1|card", "A|1|2|bow", "D|1|1|card");
        assertThat(text(result, "silver.orders_items")).isEqualTo("""
                /* lakesmith
                description: One row per element of items in silver.orders.
                materialized: merge
                unique_key: [id, items_position]
                */
                WITH elements AS (
                    SELECT id, generate_subscripts(items, 1) AS items_position, unnest(items) AS element
                    FROM silver.orders
                )
                SELECT
                    id,
                    items_position,
                    element.sku AS sku,
                    -- each becomes a table of its own
                    element.gifts AS gifts
                FROM elements
                """);
        assertThat(result.notes())
                .singleElement()
                .asString()
                .contains("key: id, which every one of 4 rows has to itself");
    }

    @Test
    void children_follow_a_record_that_comes_again_and_only_its_rows_are_computed() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            many.append("{\"id\":\"Z").append(i).append("\",\"items\":[{\"sku\":\"x\",\"gifts\":[\"card\"]}]}\n");
        }
        written(many + "{\"id\":\"A\",\"items\":[{\"sku\":\"x\",\"gifts\":[\"card\",\"bow\"]},{\"sku\":\"y\"}]}\n");

        bench.file("drop/b.json", "{\"id\":\"A\",\"items\":[{\"sku\":\"z\",\"gifts\":[\"bow\"]}]}\n")
                .file("drop/c.json", "{\"id\":\"B\",\"items\":[{\"sku\":\"n\"}]}\n");
        RunReport report = bench.run();

        assertThat(Workbench.step(report, "silver.orders_items").reason())
                .contains("only rows whose id changed in silver.orders");
        assertThat(Workbench.step(report, "silver.orders_items_gifts").reason())
                .contains("only rows whose id, items_position changed in silver.orders_items");

        assertThat(bench.rows("SELECT id, items_position, sku FROM silver.orders_items WHERE id < 'Z' ORDER BY ALL"))
                .containsExactly("A|1|z", "B|1|n");
        assertThat(bench.rows("SELECT * FROM silver.orders_items_gifts WHERE id < 'Z' ORDER BY ALL"))
                .containsExactly("A|1|1|bow");
        assertThat(bench.rows("SELECT count(*) FROM silver.orders_items")).containsExactly("32");
        assertThat(bench.run().steps()).isEmpty();
    }

    @Test
    void arrays_in_arrays_keep_both_places_and_empty_ones_their_row() {
        written("""
                {"id":1,"grid":[[1,2],[],null,[3]]}
                {"id":2,"grid":[]}
                {"id":3}
                """);

        assertThat(bench.rows("SELECT id, grid_position FROM silver.orders_grid ORDER BY ALL"))
                .containsExactly("1|1", "1|2", "1|3", "1|4");
        assertThat(bench.rows("SELECT * FROM silver.orders_grid_value ORDER BY ALL"))
                .containsExactly("1|1|1|1", "1|1|2|2", "1|4|1|3");
    }

    @Test
    void names_that_clash_or_are_words_of_sql_are_told_apart_and_quoted() {
        Relationalizer.Result result = written("""
                {"order":7,"a_b":"flat","a":{"b":"deep","B c":"odd"},"element":"e","in_orders":{"x":1},\
                "items":[{"order":"o","items_position":"p","select":"s","value":[{"element":"v","group":2}]}],\
                "Items Two":[1],"it's":["q"]}
                """, "order");

        assertThat(bench.rows("SELECT \"order\", a_b, a_b_2, \"a_B c\", element, in_orders_x FROM silver.orders"))
                .containsExactly("7|flat|deep|odd|e|1");
        assertThat(
                        bench.rows(
                                "SELECT \"order\", items_position, order_2, items_position_2, \"select\" FROM silver.orders_items"))
                .containsExactly("7|1|o|p|s");
        assertThat(
                        bench.rows(
                                "SELECT \"order\", items_position, value_position, element, \"group\" FROM silver.orders_items_value"))
                .containsExactly("7|1|1|v|2");
        assertThat(bench.rows("SELECT * FROM silver.orders_items_two")).containsExactly("7|1|1");
        assertThat(bench.rows("SELECT * FROM silver.orders_it_s")).containsExactly("7|1|q");
        assertThat(text(result, "silver.orders"))
                .contains("unique_key: order\n")
                .contains("AS source");
    }

    @Test
    void text_that_holds_json_is_taken_apart_and_later_records_of_another_make_lose_nothing() {
        bench.streams("orders: { path: 'drop/*.csv', format: { type: csv, quote: \"'\" } }")
                .file("drop/a.csv", """
                        id,payload,tags,note
                        1,'{"a":{"b":7},"list":[{"k":"x"},{"k":"y","n":[1,2]}]}','["red","blue"]',[draft]
                        2,'{"a":{}}',,plain
                        """)
                .run();
        bench.relationalize("bronze.in_orders");
        bench.run();

        assertThat(bench.rows("SELECT id, payload_a_b, note FROM silver.orders ORDER BY id"))
                .containsExactly("1|7|[draft]", "2|null|plain");
        assertThat(bench.rows("SELECT id, tags_position, value FROM silver.orders_tags ORDER BY ALL"))
                .containsExactly("1|1|red", "1|2|blue");
        assertThat(bench.rows("SELECT id, payload_list_position, k, raw FROM silver.orders_payload_list ORDER BY ALL"))
                .containsExactly("1|1|x|{\"k\":\"x\"}", "1|2|y|{\"k\":\"y\",\"n\":[1,2]}");
        assertThat(
                        bench.rows(
                                "SELECT id, payload_list_position, n_position, value FROM silver.orders_payload_list_n ORDER BY ALL"))
                .containsExactly("1|2|1|1", "1|2|2|2");

        bench.file("drop/b.csv", """
                        id,payload,tags,note
                        3,'{"new":1,"list":{"k":"lone"}}','{"red":1}',
                        4,broken {,[broken,
                        5,'{"list":null}','[]',
                        """).run();

        assertThat(bench.rows("SELECT id, payload FROM silver.orders WHERE id >= '3' ORDER BY id"))
                .containsExactly("3|{\"new\":1,\"list\":{\"k\":\"lone\"}}", "4|broken {", "5|{\"list\":null}");
        assertThat(bench.rows("SELECT id, tags_position, raw FROM silver.orders_tags WHERE id >= '3' ORDER BY ALL"))
                .containsExactly("3|1|{\"red\":1}", "4|1|\"[broken\"");
        assertThat(bench.rows("SELECT id, k FROM silver.orders_payload_list WHERE id >= '3' ORDER BY ALL"))
                .containsExactly("3|lone");
    }

    @Test
    void maps_become_rows_of_key_and_value() {
        bench.file("drop/a.json", "{\"id\":1}\n")
                .file("seeds/s.csv", "id\n1\n2\n")
                .model("silver.raw_prices", "materialized: table", """
                        SELECT CAST(id AS INTEGER) AS id,
                            CASE id WHEN '1' THEN MAP {'EUR': 1.5, 'USD': 1.7} ELSE MAP {} END AS price
                        FROM seeds.s
                        """)
                .run();
        Relationalizer.Result result = bench.relationalizeAs("prices", "silver.raw_prices");
        bench.run();

        assertThat(text(result, "silver.prices_price")).contains("map_entries(price) AS list");
        assertThat(bench.rows("SELECT * FROM silver.prices_price ORDER BY ALL"))
                .containsExactly("1|1|EUR|1.5", "1|2|USD|1.7");
    }

    @Test
    void of_two_deliveries_of_a_record_the_newer_one_by_a_column_counts_for_all_its_tables() {
        bench.file("drop/a.json", "{\"id\":1,\"seen\":\"2026-02-01\",\"tags\":[\"new\"]}\n")
                .file("drop/b.json", "{\"id\":1,\"seen\":\"2026-01-01\",\"tags\":[\"old\",\"older\"]}\n")
                .run();
        Relationalizer.Result result = bench.relationalize(new Relationalizer.Request(
                TableName.parse("bronze.in_orders"), "silver", Optional.empty(), List.of(), Optional.of("SEEN")));
        bench.run();

        assertThat(bench.rows("SELECT * FROM silver.orders_tags")).containsExactly("1|1|new");
        assertThat(text(result, "silver.orders")).contains("latest_by: seen\n");
        assertThat(result.notes())
                .containsExactly(
                        "key: id, which every one of 2 rows has; --key names another",
                        "seen is text and is compared as text; where that is not the order of time, declare its type under"
                                + " columns in the record's model, for example seen: timestamptz");
    }

    @Test
    void what_cannot_be_taken_apart_is_refused_with_a_way_out() {
        bench.file("drop/a.json", "{\"name\":\"x\",\"tags\":[1]}\n{\"name\":\"y\"}\n")
                .run();

        assertThatThrownBy(() -> bench.relationalize("bronze.in_orders"))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("nothing in bronze.in_orders looks like a key that every row has")
                .hasMessageContaining("--key COLUMN")
                .hasMessageContaining("name, _rescued_data");
        assertThatThrownBy(() -> bench.relationalize("bronze.in_orders", "nme"))
                .hasMessageContaining(
                        "--key nme: the record of bronze.in_orders has no such column; did you mean 'name'?");
        assertThatThrownBy(() -> bench.relationalize("bronze.in_order"))
                .hasMessageContaining(
                        "there is no table bronze.in_order in the lake; did you mean 'bronze.in_orders'?");
        bench.file("seeds/s.csv", "id\n1\n")
                .model("silver.v", "materialized: view", "SELECT id FROM seeds.s")
                .run();
        assertThatThrownBy(() -> bench.relationalize("silver.v"))
                .hasMessage(
                        "silver.v is a view, which holds no rows to look at; name the table that it reads, or make it"
                                + " a table");
        assertThatThrownBy(() -> bench.relationalize("seeds.s"))
                .hasMessageContaining("seeds.s has no column that nests");
    }
}
