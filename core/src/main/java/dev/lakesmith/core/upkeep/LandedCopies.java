package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.connector.Landing;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
    List<StoredFile> unnamed(TableName landing, Instant since) {
        if (!landing.schema().equals(Landing.SCHEMA)) {
            return List.of();
        }
        // Before the ledgers are read: a copy made meanwhile is not looked at.
        List<StoredFile> copies = lake.storage().files(Landing.copies(lake.warehouse(), landing)).stream()
                .filter(file -> file.writtenAt().isBefore(since))
                .sorted(Comparator.comparing(StoredFile::location))
                .toList();
        if (copies.isEmpty()) {
            return List.of();
        }
        Set<String> named = named(landing, since);
        return copies.stream()
                .filter(copy -> !named.contains(lake.storage().canonical(copy.location())))
                .toList();
    }

    private Set<String> named(TableName landing, Instant since) {
        Set<String> named = new HashSet<>();
        for (String branch : lake.branches()) {
            addAll(lake.branch(branch).view().table(landing), named);
        }
        addAll(lake.published().table(landing), named);
        lake.droppedSince(landing, since).forEach(ledger -> addAll(Optional.of(ledger), named));
        return named;
    }

    private void addAll(Optional<LakeTable> ledger, Set<String> named) {
        ledger.ifPresent(table -> {
            add(table, named);
            // Rows are only ever added, so the states that led to this one name nothing else.
            table.abandoned().forEach(state -> add(state, named));
        });
    }

    private void add(LakeTable ledger, Set<String> named) {
        try (QueryResult rows = engine.rows(ledger.name(), new Only(ledger))) {
            for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
                named.add(lake.storage().canonical(String.valueOf(row.get().get(LANDED_PATH))));
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
