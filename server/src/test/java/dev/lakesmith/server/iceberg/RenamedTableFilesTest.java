package dev.lakesmith.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A renamed table keeps its folder; upkeep of whatever comes into it must leave its files alone. */
final class RenamedTableFilesTest {

    private static final TableIdentifier PEOPLE = TableIdentifier.of("silver", "people");
    private static final TableIdentifier PERSONS = TableIdentifier.of("silver", "persons");
    private static final TableName OLD = new TableName("silver", "people");
    private static final TableName NEW = new TableName("silver", "persons");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void files_of_a_renamed_table_are_needed_whoever_comes_into_its_folder() throws IOException {
        try (Served served = Served.openly(folder.resolve("lake"));
                RESTCatalog catalog = served.client()) {
            catalog.createNamespace(Namespace.of("silver"));
            catalog.createTable(PEOPLE, Served.SCHEMA);
            catalog.dropTable(PEOPLE);
            Table people = catalog.createTable(PEOPLE, Served.SCHEMA);
            people.newAppend().appendFile(Served.file(people, "a.parquet")).commit();
            Path data = Files.createDirectories(folder.resolve("lake/silver/people/data"))
                    .resolve("a.parquet");
            Files.writeString(data, "rows");
            Path garbage = Files.writeString(data.resolveSibling("nobodys.parquet"), "left by a writer that died");
            catalog.renameTable(PEOPLE, PERSONS);
            List<Path> needed = metadata(served, NEW);
            age(folder.resolve("lake"));
            Instant now = Instant.now();

            // A table of the old name was dropped once, so that name is looked at.
            assertThat(unneeded(served, OLD, now))
                    .contains(garbage)
                    .doesNotContain(data)
                    .doesNotContainAnyElementsOf(needed);
            assertThat(unneeded(served, NEW, now))
                    .contains(garbage)
                    .doesNotContain(data)
                    .doesNotContainAnyElementsOf(needed);

            served.lake
                    .branch("run")
                    .draft(OLD, List.of(new Column("id", "BIGINT")))
                    .stage();
            served.lake.branch("run").audited(OLD);
            served.lake.branch("run").publish();
            age(folder.resolve("lake"));

            assertThat(unneeded(served, OLD, now))
                    .contains(garbage)
                    .doesNotContain(data)
                    .doesNotContainAnyElementsOf(needed)
                    .doesNotContainAnyElementsOf(metadata(served, OLD));

            catalog.dropTable(PERSONS);
            Instant later = Instant.now().plus(Duration.ofDays(2));
            assertThat(unneeded(served, NEW, later))
                    .contains(garbage, data)
                    .containsAll(needed)
                    .doesNotContainAnyElementsOf(metadata(served, OLD));
        }
    }

    private static List<Path> unneeded(Served served, TableName table, Instant since) {
        return served.lake.unneeded(table, since).stream()
                .map(StoredFile::location)
                .map(location -> Path.of(location.replaceFirst("^file://", "")))
                .toList();
    }

    private static List<Path> metadata(Served served, TableName table) {
        return served.lake.catalog().published().stream()
                .filter(pointer -> pointer.name().equals(table))
                .map(pointer -> Path.of(pointer.metadata().replaceFirst("^file://", "")))
                .toList();
    }

    /** Files are looked at once they are old enough. */
    private static void age(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
            }
        }
    }
}
