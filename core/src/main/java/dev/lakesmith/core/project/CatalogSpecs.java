package dev.lakesmith.core.project;

import dev.lakesmith.lake.catalog.JdbcCatalog;
import dev.lakesmith.lake.catalog.ServerKind;
import dev.lakesmith.lake.catalog.ServerSettings;
import dev.lakesmith.lake.catalog.ServerUrl;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key {@code catalog} of a target. */
final class CatalogSpecs {

    private static final String KEY = "catalog";
    private static final String REMOTE_FIX = "catalog: { type: postgres, url: \"postgresql://host/database\", … }"
            + " (or mysql, rest or glue; { type: sqlite, path: ./catalog.db } when one machine alone runs it)";

    private static final Field NAME = Field.text("name", CatalogSpecs::nameComplaint)
            .orElse(JdbcCatalog.NAME)
            .describedAs("The catalog's name, which other engines give when they open it. Several catalogs of different"
                    + " names may share a database.")
            .example("shop");

    private static final Field USER = Field.text("user")
            .leftOutMeans("the driver's default")
            .describedAs("Who reads and writes the catalog.")
            .example("${env:CATALOG_USER}");

    private static final Field PASSWORD = Field.text("password", TextRule.ANY)
            .secret()
            .describedAs("The user's password; keep it out of the file.")
            .example("${env:CATALOG_PASSWORD}");

    private static final ObjectSpec SQLITE = ObjectSpec.of(
                    "sqlite catalog",
                    Field.text("path")
                            .leftOutMeans("`catalog.db` in the warehouse; object storage cannot hold it")
                            .describedAs("The file, on this machine's disk; a relative path starts at the project's"
                                    + " folder.")
                            .example("./catalog.db"),
                    NAME)
            .describedAs("A file of SQLite: the default of local warehouses. For one machine.");

    private static final ObjectSpec POSTGRES = ObjectSpec.of(
                    "postgres catalog",
                    url(ServerKind.POSTGRESQL, "postgresql://db.example.com:5432/lake"),
                    USER,
                    PASSWORD,
                    Field.text("schema")
                            .leftOutMeans("the user's default, mostly `public`")
                            .describedAs("The schema with the catalog's tables; made when it is missing.")
                            .example("iceberg"),
                    NAME)
            .describedAs("A database of PostgreSQL, for several machines.");

    private static final ObjectSpec MYSQL = ObjectSpec.of(
                    "mysql catalog", url(ServerKind.MARIADB, "mysql://db.example.com:3306/lake"), USER, PASSWORD, NAME)
            .describedAs("A database of MySQL or MariaDB, for several machines.");

    private static final ObjectSpec SIGV4 = ObjectSpec.of(
                    "sigv4",
                    Field.text("region").required().describedAs("AWS's region.").example("eu-central-1"),
                    Field.text("service")
                            .orElse("glue")
                            .describedAs("The service's name for signatures.")
                            .example("glue"))
            .describedAs("Signs requests as AWS wants them.");

    private static final ObjectSpec REST = ObjectSpec.of(
                    "rest catalog",
                    Field.text("uri", CatalogSpecs::uriComplaint)
                            .required()
                            .describedAs("Where the server is, without `/v1`.")
                            .example("https://polaris.example.com/api/catalog"),
                    Field.text("warehouse")
                            .describedAs("Which of the server's warehouses or catalogs, if it has several.")
                            .example("lake"),
                    Field.text("credential")
                            .secret()
                            .describedAs("A client's id and secret for OAuth 2, `id:secret`.")
                            .example("${env:CATALOG_CREDENTIAL}"),
                    Field.text("token")
                            .secret()
                            .describedAs("A bearer token, instead of `credential`.")
                            .example("${env:CATALOG_TOKEN}"),
                    Field.text("oauth2_server_uri", CatalogSpecs::uriComplaint)
                            .leftOutMeans("the server's own")
                            .describedAs("Where `credential` gets a token.")
                            .example("https://login.example.com/oauth2/token"),
                    Field.text("scope")
                            .leftOutMeans("`catalog`")
                            .describedAs("What the token is asked for.")
                            .example("PRINCIPAL_ROLE:ALL"),
                    Field.map("headers", "header", new ValueType.Text(TextRule.ANY))
                            .secret()
                            .describedAs("Headers of every request.")
                            .example("{ X-Tenant: acme }"),
                    Field.object("sigv4", SIGV4).describedAs("For servers of AWS, such as Glue's REST endpoint."))
            .describedAs("A server that speaks Iceberg's REST protocol, such as Polaris, Lakekeeper or Unity Catalog.");

    private static final ObjectSpec GLUE = ObjectSpec.of(
                    "glue catalog",
                    Field.text("region")
                            .leftOutMeans("as AWS's own settings say")
                            .describedAs("AWS's region.")
                            .example("eu-central-1"),
                    Field.text("endpoint", CatalogSpecs::uriComplaint)
                            .leftOutMeans("AWS's own")
                            .describedAs("Where Glue is.")
                            .example("http://localhost:5000"),
                    Field.text("catalog_id")
                            .leftOutMeans("that of the account")
                            .describedAs("The id of the catalog: an account's number.")
                            .example("'123456789012'"))
            .describedAs("The data catalog of AWS Glue.");

    static final Field FIELD = field();

    private CatalogSpecs() {}

    private static Field url(ServerKind kind, String example) {
        return Field.text("url", text -> urlComplaint(kind, text, example))
                .required()
                .describedAs(
                        "The database, with or without `jdbc:` in front; options of the driver may follow behind `?`.")
                .example(example);
    }

    private static Field field() {
        Map<String, ObjectSpec> specs = new LinkedHashMap<>();
        specs.put("sqlite", SQLITE);
        specs.put("postgres", POSTGRES);
        specs.put("mysql", MYSQL);
        specs.put("rest", REST);
        specs.put("glue", GLUE);
        return Field.of(
                        KEY,
                        new ValueType.Either(
                                new ValueType.Words(List.of("sqlite", "glue")),
                                new ValueType.Variant("type", "What kind of catalog it is.", specs)))
                .leftOutMeans("`sqlite`, a file in the warehouse; a warehouse on object storage needs one")
                .describedAs("What knows the tables: a word, or a mapping with `type` and that kind's keys.")
                .example("{ type: postgres, url: \"postgresql://db.example.com/lake\", user: lakesmith }");
    }

    /**
     * What a target says about its catalog; empty when it has mistakes, which are told.
     *
     * @param project the project's folder
     * @param location of the warehouse
     */
    static Optional<CatalogSettings> read(Values target, Path project, String location, Diagnostics diagnostics) {
        Optional<Path> warehouse =
                Locations.isRemote(location) ? Optional.empty() : Optional.of(Locations.path(location));
        Optional<Object> written = target.elements(KEY).stream().findFirst();
        if (written.isEmpty()) {
            // What was written and could not be read is told already.
            return target.keys().contains(KEY) ? Optional.empty() : inside(target, "warehouse", warehouse, diagnostics);
        }
        if (!(written.get() instanceof Values values)) {
            return written.get().equals("glue")
                    ? Optional.of(new CatalogSettings.Glue(Optional.empty(), Optional.empty(), Optional.empty()))
                    : inside(target, KEY, warehouse, diagnostics);
        }
        return switch (values.get("type", String.class)) {
            case "sqlite" -> sqlite(values, target, project, warehouse, diagnostics);
            case "postgres", "mysql" -> server(values);
            case "rest" -> rest(values, diagnostics);
            default ->
                Optional.of(new CatalogSettings.Glue(
                        values.find("region", String.class),
                        values.find("endpoint", String.class),
                        values.find("catalog_id", String.class)));
        };
    }

    private static Optional<CatalogSettings> inside(
            Values target, String key, Optional<Path> warehouse, Diagnostics diagnostics) {
        if (warehouse.isEmpty()) {
            diagnostics.add(
                    ErrorCode.KEY_MISSING,
                    target.place(key),
                    "the warehouse is on object storage, which cannot hold a catalog in a file of SQLite; write "
                            + REMOTE_FIX);
        }
        return warehouse.map(CatalogSettings::inside);
    }

    private static Optional<CatalogSettings> sqlite(
            Values values, Values target, Path project, Optional<Path> warehouse, Diagnostics diagnostics) {
        String name = values.get("name", String.class);
        Optional<String> path = values.find("path", String.class);
        if (path.isPresent()) {
            return Optional.of(
                    new CatalogSettings.Sqlite(project.resolve(path.get()).normalize(), name));
        }
        return inside(target, KEY, warehouse, diagnostics)
                .map(inside -> new CatalogSettings.Sqlite(((CatalogSettings.Sqlite) inside).file(), name));
    }

    private static Optional<CatalogSettings> server(Values values) {
        return values.find("url", String.class)
                .map(url -> new CatalogSettings.Server(new ServerSettings(
                        url,
                        values.find("user", String.class),
                        values.find("password", String.class),
                        values.value("schema", String.class),
                        values.get("name", String.class))));
    }

    private static Optional<CatalogSettings> rest(Values values, Diagnostics diagnostics) {
        Map<String, String> properties = new LinkedHashMap<>();
        values.find("warehouse", String.class).ifPresent(text -> properties.put("warehouse", text));
        values.find("credential", String.class).ifPresent(text -> properties.put("credential", text));
        values.find("token", String.class).ifPresent(text -> properties.put("token", text));
        values.find("oauth2_server_uri", String.class).ifPresent(text -> properties.put("oauth2-server-uri", text));
        values.find("scope", String.class).ifPresent(text -> properties.put("scope", text));
        values.find("headers", Values.class)
                .ifPresent(headers -> headers.keys().forEach(name -> headers.find(name, String.class)
                        .ifPresent(text -> properties.put("header." + name, text))));
        values.find("sigv4", Values.class).ifPresent(sigv4 -> {
            properties.put("rest.sigv4-enabled", "true");
            sigv4.find("region", String.class).ifPresent(text -> properties.put("rest.signing-region", text));
            sigv4.find("service", String.class).ifPresent(text -> properties.put("rest.signing-name", text));
        });
        if (properties.containsKey("credential") && properties.containsKey("token")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place("token"),
                    "'credential' and 'token' are two ways to log in; remove one of them");
        }
        if (values.keys().contains("oauth2_server_uri") && !values.keys().contains("credential")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place("oauth2_server_uri"),
                    "'oauth2_server_uri' is where 'credential' gets a token, and there is none; write 'credential', or"
                            + " remove it");
        }
        return values.find("uri", String.class)
                .map(uri -> new CatalogSettings.Rest(uri.replaceAll("/+$", ""), properties));
    }

    private static Optional<String> nameComplaint(String text) {
        return text.matches("[A-Za-z0-9_.-]{1,64}")
                ? Optional.empty()
                : Optional.of("is no catalog name; write up to 64 letters, digits, _ . and -");
    }

    private static Optional<String> urlComplaint(ServerKind kind, String text, String example) {
        ServerUrl url;
        try {
            url = ServerUrl.of(text);
        } catch (IllegalArgumentException e) {
            return Optional.of("is no address of such a database; write one such as " + example);
        }
        if (url.kind() != kind) {
            return Optional.of(
                    "is the address of another kind of database; write one such as " + example + ", or another 'type'");
        }
        return url.password().isPresent()
                ? Optional.of("holds a password, which messages might show; write it under 'password'")
                : Optional.empty();
    }

    private static Optional<String> uriComplaint(String text) {
        try {
            URI uri = new URI(text);
            boolean sound =
                    uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?");
            if (sound && uri.getUserInfo() != null) {
                return Optional.of("holds a user, which messages might show; write 'credential' or 'token'");
            }
            return sound ? Optional.empty() : Optional.of("is no address; write one such as https://host/path");
        } catch (URISyntaxException e) {
            return Optional.of("is no address; write one such as https://host/path");
        }
    }
}
