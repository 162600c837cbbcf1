package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is in a database: its tables and views with their columns and keys. */
final class Catalogue implements Explorer {

    /** Schemas of the databases themselves. */
    /** Schemas of databases themselves; Oracle has a user for each of its parts. */
    private static final Set<String> OWN = Set.of(
            "information_schema",
            "pg_catalog",
            "pg_toast",
            "mysql",
            "performance_schema",
            "sys",
            "system",
            "xdb",
            "ctxsys",
            "mdsys",
            "olapsys",
            "ordsys",
            "orddata",
            "wmsys",
            "lbacsys",
            "dvsys",
            "gsmadmin_internal",
            "outln",
            "dbsnmp",
            "appqossys",
            "audsys",
            "ojvmsys");

    private static final Pattern CHANGE_TIME =
            Pattern.compile("(?i).*(updated|modified|changed|last_?update).*|(?i)(mtime|ts|rowversion)");

    private final Source source;
    private final Connections connections;
    private Optional<Connection> open = Optional.empty();

    Catalogue(Source source, Connections connections) {
        this.source = source;
        this.connections = connections;
    }

    /** @param parts of a table's name as the project would write it, the widest first */
    private record Found(List<String> parts, String schema, boolean isView) {
        String title() {
            return String.join(".", parts);
        }
    }

    @Override
    public String connect() {
        try {
            DatabaseMetaData about = connection().getMetaData();
            return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw connections.failed("cannot be asked what it is", e);
        }
    }

    @Override
    public String find(Stream stream) {
        try {
            Relation relation = Relation.of(stream, connection(), connections);
            List<JdbcColumn> columns = connections.database().columns(connection(), relation.from());
            Cursor cursor = Cursor.of(stream, Optional.empty());
            if (!cursor.isNone()) {
                CursorRange.column(cursor, relation, columns);
            }
            ComparedKeys.of(stream).in(columns, relation);
            return (relation.isTable() ? "table " : stream.options().keys().contains("table") ? "view " : "query ")
                    + relation.shown() + ", " + columns.size() + (columns.size() == 1 ? " column" : " columns");
        } catch (SQLException e) {
            throw connections.failed("cannot read " + stream.source() + "." + stream.name(), e);
        }
    }

    @Override
    public Optional<Sample> sample(Stream stream, int most) {
        try {
            Relation relation = Relation.of(stream, connection(), connections);
            List<Column> columns = connections.database().columns(connection(), relation.from()).stream()
                    .map(JdbcColumn::column)
                    .toList();
            return Optional.of(FirstRows.of(connection(), Database.select("*", relation.from(), ""), columns, most));
        } catch (SQLException e) {
            throw connections.failed("cannot read " + stream.source() + "." + stream.name(), e);
        }
    }

    @Override
    public List<Offer> offers(Optional<String> pattern) {
        try {
            Map<String, Offer.Size> sizes = TableSizes.of(connections.url(), connection());
            List<Offer> offers = new ArrayList<>();
            for (Found found : tables(pattern.map(Catalogue::regex))) {
                offers.add(offer(found, sizes.getOrDefault(found.title(), Offer.Size.UNKNOWN)));
            }
            return offers;
        } catch (SQLException e) {
            throw connections.failed("its tables cannot be listed", e);
        }
    }

    /** {@code *} is any text, {@code ?} one character; the schema may be left out. */
    private static Pattern regex(String pattern) {
        String body = pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.compile("(.*\\.)?" + body, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private List<Found> tables(Optional<Pattern> wanted) throws SQLException {
        DatabaseMetaData about = connection().getMetaData();
        boolean schemas = about.supportsSchemasInTableDefinitions();
        String catalog = connection().getCatalog();
        Map<String, Found> found = new TreeMap<>();
        try (ResultSet tables =
                about.getTables(catalog == null || catalog.isEmpty() ? null : catalog, null, "%", null)) {
            while (tables.next()) {
                String type = String.valueOf(tables.getString("TABLE_TYPE")).toUpperCase(Locale.ROOT);
                boolean view = type.contains("VIEW");
                String schema = Optional.ofNullable(tables.getString(schemas ? "TABLE_SCHEM" : "TABLE_CAT"))
                        .orElse("");
                boolean own = OWN.contains(schema.toLowerCase(Locale.ROOT)) || type.startsWith("SYSTEM");
                if (own || !(view || type.contains("TABLE")) || type.contains("TEMPORARY")) {
                    continue;
                }
                String name = tables.getString("TABLE_NAME");
                Found table =
                        new Found(schemas && !schema.isEmpty() ? List.of(schema, name) : List.of(name), schema, view);
                if (wanted.isEmpty() || wanted.get().matcher(table.title()).matches()) {
                    found.put(table.title(), table);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private Offer offer(Found found, Offer.Size size) throws SQLException {
        String from = found.parts().stream().map(this::quoted).collect(Collectors.joining("."));
        List<String> notes = new ArrayList<>();
        List<JdbcColumn> columns = List.of();
        try {
            columns = connections.database().columns(connection(), from);
        } catch (SQLException e) {
            notes.add("cannot be read: " + String.valueOf(e.getMessage()).strip());
        }
        columns.stream()
                .filter(column -> !column.note().isEmpty())
                .forEach(column -> notes.add(column.name() + " " + column.note()));
        columns.stream()
                .filter(column -> CHANGE_TIME.matcher(column.name()).matches())
                .filter(column -> column.column().type().startsWith("TIMESTAMP"))
                .findFirst()
                .ifPresent(column -> notes.add("perhaps cursor: " + column.name()));
        return new Offer(
                found.title(),
                Names.mended(plain(found)).orElse("table"),
                Map.of("table", found.title()),
                columns.stream()
                        .map(column -> new Offer.Column(
                                column.name(), column.column().type(), column.typeName(), !column.nullable()))
                        .toList(),
                // Drivers look for keys of a view in what it reads, which may be gone.
                found.isView() ? List.of() : key(found),
                size,
                declared(found),
                notes);
    }

    /** Tables of the schema that is there anyway are called by their names alone. */
    private static String plain(Found found) {
        Set<String> usual = Set.of("public", "main", "dbo");
        return found.parts().size() > 1 && usual.contains(found.parts().get(0).toLowerCase(Locale.ROOT))
                ? found.parts().get(1)
                : found.title();
    }

    private List<String> key(Found found) throws SQLException {
        Map<Integer, String> columns = new TreeMap<>();
        boolean schemas = connection().getMetaData().supportsSchemasInTableDefinitions();
        String schema = schemas && !found.schema().isEmpty() ? found.schema() : null;
        String catalog = connection().getCatalog();
        try (ResultSet keys = connection()
                .getMetaData()
                .getPrimaryKeys(
                        catalog == null || catalog.isEmpty() ? null : catalog,
                        schema,
                        found.parts().get(found.parts().size() - 1))) {
            while (keys.next()) {
                columns.put((int) keys.getShort("KEY_SEQ"), keys.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }

    private Optional<String> declared(Found found) {
        Map<String, String> byTable = new LinkedHashMap<>();
        source.streams().forEach(stream -> stream.options()
                .find("table", String.class)
                .ifPresent(table -> byTable.put(table.toLowerCase(Locale.ROOT), stream.name())));
        String title = found.title().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(
                byTable.getOrDefault(title, byTable.get(plain(found).toLowerCase(Locale.ROOT))));
    }

    private String quoted(String name) {
        try {
            String quote = Optional.ofNullable(connection().getMetaData().getIdentifierQuoteString())
                    .orElse("")
                    .strip();
            return quote + name.replace(quote, quote + quote) + quote;
        } catch (SQLException e) {
            throw connections.failed("cannot be asked how it quotes names", e);
        }
    }

    private Connection connection() {
        Connection connection = open.orElseGet(connections::open);
        open = Optional.of(connection);
        return connection;
    }

    @Override
    public void close() {
        open.ifPresent(Database::close);
        open = Optional.empty();
    }
}
