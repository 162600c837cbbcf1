package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.history.History;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.sql.SqlAnalyzer;
import java.time.Clock;
import java.util.List;

/**
 * A project with everything that works on it, opened by whoever wires the program. The workspace owns none of it.
 *
 * @param project what to do
 * @param lake where the tables are
 * @param engine what computes
 * @param sql what understands SQL; used under its own lock
 * @param connectors what sources may be
 * @param history where runs are written down
 * @param clock the time
 */
public record Workspace(
        Project project,
        Lake lake,
        Engine engine,
        SqlAnalyzer sql,
        List<Connector> connectors,
        History history,
        Clock clock) {

    public Workspace {
        connectors = List.copyOf(connectors);
    }

    /** The connector of a source; the project's loading made sure that there is one. */
    Connector connector(String name) {
        return connectors.stream()
                .filter(connector -> connector.spec().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no connector " + name));
    }
}
