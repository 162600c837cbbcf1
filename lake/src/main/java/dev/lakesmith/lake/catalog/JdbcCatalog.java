package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A catalog in a database: the tables of Iceberg's JDBC catalog (schema version 1), so that PyIceberg, Spark and Trino
 * open the same one, and more for the branches and for what was dropped, which those ignore. However many tables are
 * published, it is one transaction. Thread-safe.
 */
public final class JdbcCatalog implements Catalog {

    /** The name that other engines give when they open the catalog, unless it has another one. */
    public static final String NAME = "lakesmith";

    private static final Duration FORGETTING = Duration.ofHours(1);

    private final Database database;
    private final PublishedTables published;
    private final Namespaces namespaces;
    private final StagedTables staged;
    private final DroppedTables dropped;
    private final CatalogRows rows;
    private final NamedChanges names;
    /** When names of changes were last forgotten, in seconds of the epoch. */
    private final AtomicLong forgotten = new AtomicLong();

    JdbcCatalog(Database database, String name) {
        this(database, new CatalogRows(name, database.isShared()));
    }

    private JdbcCatalog(Database database, CatalogRows rows) {
        this.database = database;
        this.rows = rows;
        this.names = new NamedChanges(rows);
        this.namespaces = new Namespaces(rows);
        this.published = new PublishedTables(rows, namespaces);
        this.staged = new StagedTables(rows);
        this.dropped = new DroppedTables(rows);
    }

    /** A catalog in a file of SQLite, which is made by the first write; until then the catalog is empty. */
    public static JdbcCatalog sqlite(Path file) {
        return sqlite(file, NAME);
    }

    /** As {@link #sqlite(Path)}, under a name of its own. */
    public static JdbcCatalog sqlite(Path file, String name) {
        return new JdbcCatalog(new SqliteDatabase(file), name);
    }

    /** A catalog on a database server, which is connected when it is asked first. */
    public static JdbcCatalog server(ServerSettings settings) {
        return new JdbcCatalog(new ServerDatabase(settings), settings.name());
    }

    @Override
    public List<Pointer> published() {
        return read(List.of(), published::read);
    }

    @Override
    public Optional<Pointer> published(TableName name) {
        return read(List.<Pointer>of(), connection -> published.read(connection, name)).stream()
                .findFirst();
    }

    @Override
    public List<Pointer> published(String schema) {
        return read(List.of(), connection -> published.readSchema(connection, schema));
    }

    @Override
    public List<Pointer> publishedBelow(String folder) {
        return read(List.of(), connection -> published.readBelow(connection, folder + "/"));
    }

    @Override
    public List<Pointer> staged(String branch) {
        return read(List.of(), connection -> staged.read(connection, branch));
    }

    @Override
    public List<String> branches() {
        return read(List.of(), staged::branches);
    }

    @Override
    public void stage(String branch, Pointer pointer) {
        database.change(connection -> staged.put(connection, branch, pointer));
    }

    @Override
    public void replaceBranch(String branch, List<Pointer> pointers) {
        database.change(connection -> {
            staged.remove(connection, branch);
            for (Pointer pointer : pointers) {
                staged.put(connection, branch, pointer);
            }
        });
    }

    @Override
    public void dropBranch(String branch) {
        if (database.exists()) {
            database.change(connection -> staged.remove(connection, branch));
        }
    }

    @Override
    public void publish(String branch, List<Pointer> expected, List<Pointer> pointers) {
        database.change(connection -> {
            if (!Set.copyOf(staged.lock(connection, branch)).equals(Set.copyOf(expected))) {
                throw Conflicts.changed(branch);
            }
            published.move(connection, pointers);
            if (staged.remove(connection, branch) != expected.size()) {
                throw Conflicts.changed(branch);
            }
        });
    }

    @Override
    public void commit(List<Pointer> pointers) {
        database.change(connection -> published.move(connection, pointers));
    }

    @Override
    public void drop(List<Pointer> pointers, Instant now) {
        database.change(connection -> {
            published.remove(connection, pointers);
            for (Pointer pointer : pointers) {
                dropped.insert(connection, new Dropped(pointer, now));
            }
        });
    }

    @Override
    public List<Dropped> dropped() {
        return read(List.of(), dropped::read);
    }

    @Override
    public void forget(Dropped table) {
        database.change(connection -> dropped.delete(connection, table));
    }

    @Override
    public void rename(Pointer table, TableName name) {
        database.change(connection -> published.rename(connection, table, name));
    }

    @Override
    public SortedMap<String, Map<String, String>> namespaces() {
        return read(Collections.unmodifiableSortedMap(new TreeMap<>()), namespaces::read);
    }

    @Override
    public void createNamespace(String namespace, Map<String, String> properties) {
        database.change(connection -> namespaces.create(connection, namespace, properties));
    }

    @Override
    public void changeNamespace(String namespace, Map<String, String> set, Set<String> removed) {
        database.change(connection -> namespaces.change(connection, namespace, set, removed));
    }

    @Override
    public void dropNamespace(String namespace) {
        database.change(connection -> namespaces.drop(connection, namespace));
    }

    @Override
    public Optional<Map<String, String>> namespace(String namespace) {
        return read(Optional.empty(), connection -> namespaces.read(connection, namespace));
    }

    @Override
    public boolean namesChanges() {
        return true;
    }

    @Override
    public Optional<NamedChange> made(String id) {
        return read(Optional.empty(), connection -> names.read(connection, id));
    }

    @Override
    public Catalog under(NamedChange name) {
        long now = Instant.now().getEpochSecond();
        long last = forgotten.get();
        if (now - last > FORGETTING.toSeconds() && forgotten.compareAndSet(last, now)) {
            database.change(names::forget);
        }
        return new JdbcCatalog(new NamingDatabase(database, names, name), rows);
    }

    private <T> T read(T nothing, Database.Reading<T> reading) {
        return database.exists() ? database.read(reading) : nothing;
    }

    @Override
    public void close() {
        database.close();
    }
}
