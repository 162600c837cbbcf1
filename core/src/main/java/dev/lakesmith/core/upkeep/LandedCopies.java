package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.connector.Landing;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies of source files in landing. Those that a ledger names are the raw data and stay for ever; others are what an
 * extraction left that died before its ledger named them.
 */
final class LandedCopies {

    private static final int LANDED_PATH =
            Landing.COLUMNS.stream().map(column -> column.name()).toList().indexOf("landed_path");

    private final Lake lake;
    private final Engine engine;

    LandedCopies(Lake lake, Engine engine) {
        this.lake = lake;
        this.engine = engine;
    }

    /** The copies for one stream that no state of its ledger names, written before a moment. */
    List<Path> unnamed(TableName landing, Instant since) {
        Path folder = Landing.copies(lake.warehouse(), landing);
        if (!landing.schema().equals(Landing.SCHEMA) || !Files.isDirectory(folder)) {
            return List.of();
        }
        // Before the ledgers are read: a copy made meanwhile is not looked at.
        List<Path> copies;
        try (Stream<Path> files = Files.walk(folder)) {
            copies = files.filter(Files::isRegularFile)
                    .filter(file -> Locations.writtenBefore(file, since))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (copies.isEmpty()) {
            return List.of();
        }
        Set<Path> named = named(landing, since);
        return copies.stream().filter(copy -> !named.contains(real(copy))).toList();
    }

    /** Removes the folder of a batch of which nothing is left. */
    static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // A copy in it is named, or too young.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ledger may name a copy by another path, through a link. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (NoSuchFileException e) {
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Path> named(TableName landing, Instant since) {
        Set<Path> named = new HashSet<>();
        for (String branch : lake.branches()) {
            addAll(lake.branch(branch).view().table(landing), named);
        }
        addAll(lake.published().table(landing), named);
        lake.droppedSince(landing, since).forEach(ledger -> addAll(Optional.of(ledger), named));
        return named;
    }

    private void addAll(Optional<LakeTable> ledger, Set<Path> named) {
        ledger.ifPresent(table -> {
            add(table, named);
            // Rows are only ever added, so the states that led to this one name nothing else.
            table.abandoned().forEach(state -> add(state, named));
        });
    }

    private void add(LakeTable ledger, Set<Path> named) {
        try (QueryResult rows = engine.rows(ledger.name(), new Only(ledger))) {
            for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
                named.add(real(Path.of(String.valueOf(row.get().get(LANDED_PATH)))));
            }
        }
    }

    private record Only(LakeTable only) implements LakeView {

        @Override
        public SortedSet<TableName> names() {
            return new TreeSet<>(List.of(only.name()));
        }

        @Override
        public Optional<LakeTable> table(TableName name) {
            return name.equals(only.name()) ? Optional.of(only) : Optional.empty();
        }

        @Override
        public Optional<StoredView> view(TableName name) {
            return Optional.empty();
        }
    }
}
