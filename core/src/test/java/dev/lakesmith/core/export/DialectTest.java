package dev.lakesmith.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.DataType;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Run with {@code -Dgolden.update=true} to write what the SQL is now. */
final class DialectTest {

    private static final String S3 = "s3://acme-lake/shop";
    private static final String ADLS = "abfss://lake@acme.dfs.core.windows.net/shop";
    private static final Path GOLDEN = Path.of("src/test/resources/ddl");

    private static ExternalTable table(String warehouse) {
        return new ExternalTable(
                new TableName("gold", "order"),
                "Orders; what they are worth.\nOne row each, 'as sold'.",
                List.of(
                        column("id", "BIGINT", "The shop's own number."),
                        column("yes", "BOOLEAN", ""),
                        column("count", "INTEGER", ""),
                        column("ratio", "FLOAT", ""),
                        column("share", "DOUBLE", ""),
                        column("amount", "DECIMAL(38,9)", "In EUR,\nafter discounts."),
                        column("group", "VARCHAR", "C:\\shops"),
                        column("raw", "BLOB", ""),
                        column("uid", "UUID", ""),
                        column("day", "DATE", ""),
                        column("clock", "TIME", ""),
                        column("at", "TIMESTAMP", ""),
                        column("instant", "TIMESTAMP WITH TIME ZONE", "UTC"),
                        column("lines", "STRUCT(\"no\" INTEGER, price DECIMAL(9,2), tags VARCHAR[])[]", ""),
                        column("rates", "MAP(VARCHAR, DOUBLE)", ""),
                        column("a `b\" [c]", "VARCHAR", "")),
                warehouse + "/exports/gold/order",
                "version-42-0a1b2c3d",
                7);
    }

    private static ExternalTable.Column column(String name, String type, String description) {
        return new ExternalTable.Column(
                name, DataType.of(new Column(name, type)).plain(), description);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void each_engine_is_told_every_type_in_its_own_words(Dialect dialect) throws IOException {
        String sql = dialect.declaration(table(dialect == Dialect.SYNAPSE ? ADLS : S3));
        Path golden = GOLDEN.resolve(dialect.word() + ".sql");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, sql);
        }
        assertThat(sql).isEqualTo(Files.readString(golden));
    }

    @Test
    void what_reads_the_manifest_follows_and_what_names_a_version_does_not() {
        for (Dialect dialect : Dialect.values()) {
            String sql = dialect.declaration(table(dialect == Dialect.SYNAPSE ? ADLS : S3));
            assertThat(sql.contains("/_symlink_format_manifest/")).isEqualTo(dialect.follows());
            assertThat(sql.contains("/version-42-0a1b2c3d")).isEqualTo(!dialect.follows());
        }
    }

    @Test
    void an_engine_that_cannot_read_the_place_is_not_told_of_it() {
        assertThatThrownBy(() -> Dialect.SYNAPSE.declaration(table(S3)))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("Synapse reads Azure Data Lake Storage, and the export of gold.order is in"
                        + " s3://acme-lake/shop/exports/gold/order; choose a target whose warehouse is there");
        for (Dialect dialect : List.of(Dialect.ATHENA, Dialect.REDSHIFT)) {
            assertThatThrownBy(() -> dialect.declaration(table(ADLS))).hasMessageContaining("reads S3");
            assertThat(dialect.declaration(table("s3a://acme-lake/shop"))).isEqualTo(dialect.declaration(table(S3)));
        }
        assertThatThrownBy(() -> Dialect.SNOWFLAKE.declaration(table("file:///lake")))
                .hasMessageContaining(
                        "Snowflake reads S3 and Azure Data Lake Storage, and the export of gold.order is in"
                                + " /lake/exports/gold/order");
        assertThat(Dialect.SNOWFLAKE.declaration(table(ADLS)))
                .contains("URL = 'azure://acme.blob.core.windows.net/lake/shop'");
    }
}
