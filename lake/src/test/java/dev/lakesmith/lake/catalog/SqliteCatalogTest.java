package dev.lakesmith.lake.catalog;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCatalogTest extends CatalogContract {

    @TempDir
    private Path folder = Path.of("");

    @Override
    Catalog open() {
        return JdbcCatalog.sqlite(folder.resolve("lake/catalog.db"));
    }
}
