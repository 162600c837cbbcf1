package dev.lakesmith.server.iceberg;

import java.util.Optional;

/** What is pasted into other tools so that they find the catalog. Names secrets, never shows them. */
public final class ClientSettings {

    private final String uri;
    private final Optional<Client> client;

    /**
     * @param client who the tool comes as; empty: anybody
     */
    public ClientSettings(String uri, Optional<Client> client) {
        this.uri = uri;
        this.client = client;
    }

    /** For PyIceberg, Spark, Trino and DuckDB. */
    public String text() {
        return """
                PyIceberg:
                  load_catalog("lakesmith", type="rest", uri="%1$s"%2$s)
                Spark:
                  spark.sql.catalog.lakesmith       org.apache.iceberg.spark.SparkCatalog
                  spark.sql.catalog.lakesmith.type  rest
                  spark.sql.catalog.lakesmith.uri   %1$s
                %3$sTrino:
                  connector.name=iceberg
                  iceberg.catalog.type=rest
                  iceberg.rest-catalog.uri=%1$s
                %4$sDuckDB:
                  ATTACH '' AS lakesmith (TYPE iceberg, ENDPOINT '%1$s', %5$s);
                """.formatted(uri, python(), spark(), trino(), duckDb());
    }

    private String python() {
        return with(
                id -> ", credential=\"" + id + ":SECRET\", **{\"oauth2-server-uri\": \"" + tokens() + "\"}",
                ", token=\"TOKEN\"",
                "");
    }

    private String spark() {
        return with(
                id -> "  spark.sql.catalog.lakesmith.credential " + id + ":SECRET\n"
                        + "  spark.sql.catalog.lakesmith.oauth2-server-uri " + tokens() + "\n",
                "  spark.sql.catalog.lakesmith.token TOKEN\n",
                "");
    }

    private String trino() {
        return with(
                id -> "  iceberg.rest-catalog.security=OAUTH2\n  iceberg.rest-catalog.oauth2.credential=" + id
                        + ":SECRET\n  iceberg.rest-catalog.oauth2.server-uri=" + tokens() + "\n",
                "  iceberg.rest-catalog.security=OAUTH2\n  iceberg.rest-catalog.oauth2.token=TOKEN\n",
                "");
    }

    private String duckDb() {
        return with(
                id -> "CLIENT_ID '" + id + "', CLIENT_SECRET 'SECRET', OAUTH2_SERVER_URI '" + tokens() + "'",
                "TOKEN 'TOKEN'",
                "AUTHORIZATION_TYPE 'none'");
    }

    private String tokens() {
        return uri + "/v1/oauth/tokens";
    }

    private String with(java.util.function.UnaryOperator<String> secret, String token, String nobody) {
        return client.map(each -> each.secret().isPresent() ? secret.apply(each.name()) : token)
                .orElse(nobody);
    }
}
