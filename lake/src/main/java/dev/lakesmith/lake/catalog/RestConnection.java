package dev.lakesmith.lake.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTSessionCatalog;
import org.jspecify.annotations.Nullable;

/** Iceberg's client of a REST catalog, connected when it is asked first, and the words for its failures. Thread-safe. */
final class RestConnection implements AutoCloseable {

    private final String uri;
    private final Map<String, String> properties;
    private final FileIO io;
    private @Nullable RESTCatalog catalog;

    RestConnection(String uri, Map<String, String> properties, FileIO io) {
        this.uri = uri;
        this.properties = Map.copyOf(properties);
        this.io = io;
    }

    String uri() {
        return uri;
    }

    synchronized RESTCatalog catalog() {
        if (catalog == null) {
            Map<String, String> all = new HashMap<>(properties);
            all.put(CatalogProperties.URI, uri);
            // Where metadata files are is all that is asked for; they are read from the storage.
            all.putIfAbsent("snapshot-loading-mode", "refs");
            RESTCatalog made = new StorageCatalog(new BorrowedFileIo(io));
            try {
                made.initialize(JdbcCatalog.NAME, all);
            } catch (RuntimeException e) {
                close(made);
                throw failed(e);
            }
            catalog = made;
        }
        return catalog;
    }

    /**
     * Asks the server.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_UNREADABLE for what is not a conflict
     */
    <T> T ask(Function<RESTCatalog, T> question) {
        try {
            return question.apply(catalog());
        } catch (RESTException | UncheckedIOException e) {
            throw failed(e);
        }
    }

    /** The words for a failure of the server; others are as they are. */
    RuntimeException failed(RuntimeException e) {
        return RestFailures.told(uri, e);
    }

    private static void close(RESTCatalog made) {
        try {
            made.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (catalog != null) {
            close(catalog);
            catalog = null;
        }
    }

    /** Reads files through the lake's own storage, whatever the server says. */
    private static final class StorageCatalog extends RESTCatalog {

        private final FileIO io;

        StorageCatalog(FileIO io) {
            this.io = io;
        }

        @Override
        protected RESTSessionCatalog newSessionCatalog(Function<Map<String, String>, RESTClient> clients) {
            return new RESTSessionCatalog(clients, (context, settings) -> io);
        }
    }

    /** The storage outlives the client, which closes what it was given. */
    private record BorrowedFileIo(FileIO io) implements FileIO {

        private static final long serialVersionUID = 1L;

        @Override
        public InputFile newInputFile(String location) {
            return io.newInputFile(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            return io.newOutputFile(location);
        }

        @Override
        public void deleteFile(String location) {
            io.deleteFile(location);
        }
    }
}
