package dev.lakesmith.engine.duckdb;

import dev.lakesmith.engine.duckdb.Session.Dependencies;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files outside of the warehouse that tables read in place: a sandbox must let them through, and nothing else. */
final class RegisteredPaths {

    private final LakeView view;
    private final Dependencies dependencies;
    private final Set<TableName> seen = new HashSet<>();
    private final List<Path> paths = new ArrayList<>();

    private RegisteredPaths(LakeView view, Dependencies dependencies) {
        this.view = view;
        this.dependencies = dependencies;
    }

    /** Of these tables, and of those that views among them read. */
    static List<Path> of(Collection<TableName> tables, LakeView view, Dependencies dependencies) {
        RegisteredPaths found = new RegisteredPaths(view, dependencies);
        found.addAll(tables);
        return found.paths;
    }

    private void addAll(Collection<TableName> tables) {
        for (TableName name : tables) {
            if (!seen.add(name)) {
                continue;
            }
            Optional<StoredView> stored = view.view(name);
            stored.ifPresent(each -> addAll(dependencies.of(each.sql())));
            view.table(name)
                    .filter(table -> stored.isEmpty() && table.mayHaveRegistered())
                    .ifPresent(this::add);
        }
    }

    private void add(LakeTable table) {
        table.files().stream()
                .filter(table::isRegistered)
                .map(file -> file.data().location())
                .filter(location -> !Locations.isRemote(location))
                .forEach(location -> paths.add(Locations.path(location)));
    }
}
