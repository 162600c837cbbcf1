package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.ViewMetadata;

/** Where the metadata files of a server's tables and views are: several questions at a time. Thread-safe. */
final class RestListing implements AutoCloseable {

    private static final int AT_A_TIME = 8;

    private final RestConnection server;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, work -> {
        Thread thread = new Thread(work, "lakesmith-catalog");
        thread.setDaemon(true);
        return thread;
    });
    /** By the location of a metadata file, the staged one that it was made from. */
    private final Map<String, String> madeFrom = new ConcurrentHashMap<>();
    /** By the location of a metadata file, the table's own id. */
    private final Map<String, String> tables = new ConcurrentHashMap<>();

    RestListing(RestConnection server) {
        this.server = server;
    }

    static TableIdentifier identifier(TableName name) {
        return TableIdentifier.of(name.schema(), name.name());
    }

    /** The staged metadata file that a published one was made from: that file itself when somebody else made it. */
    String madeFrom(Pointer published) {
        return madeFrom.getOrDefault(published.metadata(), published.metadata());
    }

    boolean isTable(Pointer published, String uuid) {
        return uuid.equals(tables.get(published.metadata()));
    }

    List<Pointer> read(Collection<String> schemas) {
        RESTCatalog catalog = server.catalog();
        List<Callable<List<Callable<Optional<Pointer>>>>> questions = new ArrayList<>();
        for (String schema : schemas) {
            questions.add(() -> tables(catalog, schema));
            questions.add(() -> views(catalog, schema));
        }
        List<Callable<Optional<Pointer>>> loads = new ArrayList<>();
        all(questions).forEach(loads::addAll);
        return all(loads).stream().flatMap(Optional::stream).toList();
    }

    private List<Callable<Optional<Pointer>>> tables(RESTCatalog catalog, String schema) {
        try {
            return names(catalog.listTables(Namespace.of(schema))).stream()
                    .<Callable<Optional<Pointer>>>map(name -> () -> table(name))
                    .toList();
        } catch (NoSuchNamespaceException e) {
            // Removed since it was listed.
            return List.of();
        }
    }

    private List<Callable<Optional<Pointer>>> views(RESTCatalog catalog, String schema) {
        try {
            return names(catalog.listViews(Namespace.of(schema))).stream()
                    .<Callable<Optional<Pointer>>>map(name -> () -> view(name))
                    .toList();
        } catch (NoSuchNamespaceException | UnsupportedOperationException e) {
            return List.of();
        }
    }

    private static List<TableName> names(List<TableIdentifier> identifiers) {
        return identifiers.stream()
                .flatMap(identifier ->
                        ForeignNames.tableName(identifier.namespace().level(0), identifier.name()).stream())
                .toList();
    }

    /** A table; empty when there is none that this user may read. */
    Optional<Pointer> table(TableName name) {
        try {
            TableMetadata metadata = ((HasTableOperations) server.catalog().loadTable(identifier(name)))
                    .operations()
                    .current();
            tables.put(metadata.metadataFileLocation(), metadata.uuid());
            return known(name, Pointer.Kind.TABLE, metadata.metadataFileLocation(), metadata.properties());
        } catch (NoSuchTableException | NoSuchNamespaceException | ForbiddenException e) {
            return Optional.empty();
        }
    }

    /** A view; empty when there is none that this user may read. */
    Optional<Pointer> view(TableName name) {
        try {
            ViewMetadata metadata = ((BaseView) server.catalog().loadView(identifier(name)))
                    .operations()
                    .current();
            return known(name, Pointer.Kind.VIEW, metadata.metadataFileLocation(), metadata.properties());
        } catch (NoSuchViewException
                | NoSuchNamespaceException
                | ForbiddenException
                | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private Optional<Pointer> known(
            TableName name, Pointer.Kind kind, String location, Map<String, String> properties) {
        String from = properties.get(RestCommit.MADE_FROM);
        if (from != null) {
            madeFrom.put(location, from);
        }
        return Optional.of(new Pointer(name, kind, location, Optional.empty(), true));
    }

    private <T> List<T> all(List<Callable<T>> questions) {
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(questions)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakesmithException(ErrorCode.INTERRUPTED, "interrupted while asking the catalog", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
