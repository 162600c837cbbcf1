package dev.lakesmith.cli.fault;

import dev.lakesmith.engine.duckdb.DuckDbEngine;
import dev.lakesmith.engine.duckdb.DuckDbSettings;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.sql.SqlAnalyzer;
import java.nio.file.Path;

/** A project's lake, opened by the campaign itself. */
record OpenLake(Lake lake, DuckDbEngine engine) implements AutoCloseable {

    /** Shared, since it only parses here: opening one takes longer than reading a lake. */
    private static final SqlAnalyzer PARSER = SqlAnalyzer.open();

    static OpenLake of(Path project) {
        Lake lake = Home.of(project).open(project);
        DuckDbSettings settings = new DuckDbSettings(512L << 20, 2, project.resolve("spill"));
        return new OpenLake(lake, DuckDbEngine.of(settings, lake, PARSER));
    }

    @Override
    public void close() {
        engine.close();
        lake.close();
    }
}
