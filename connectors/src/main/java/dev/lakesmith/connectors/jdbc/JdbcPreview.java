package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an extraction would ask a database for. */
record JdbcPreview(Stream stream, Landed landed, Connections connections, Snapshot snapshot) {

    /** The queries, and the first rows of them. */
    Preview of(Pending pending, int most) throws SQLException {
        Database database = connections.database();
        Relation relation = Relation.of(stream, snapshot.main(), connections);
        List<JdbcColumn> columns = database.columns(snapshot.main(), relation.from());
        List<String> queries = new ArrayList<>();
        for (String where : conditions(pending, relation, columns, database)) {
            queries.add(Database.select("*", relation.from(), where));
        }
        List<Column> types = columns.stream().map(JdbcColumn::column).toList();
        Sample sample = new Sample(types, List.of());
        for (String query : queries) {
            if (sample.rows().isEmpty()) {
                sample = FirstRows.of(snapshot.main(), query, types, most);
            }
        }
        List<JdbcColumn> keyed = ComparedKeys.of(stream).in(columns, relation);
        if (pending.span().isEmpty() && !keyed.isEmpty()) {
            String list =
                    keyed.stream().map(column -> relation.quoted(column.name())).collect(Collectors.joining(", "));
            queries.add(Database.select(list, relation.from(), ""));
        }
        return new Preview(queries, Optional.of(sample));
    }

    private List<String> conditions(Pending pending, Relation relation, List<JdbcColumn> columns, Database database)
            throws SQLException {
        Cursor cursor = Cursor.of(stream, landed.bookmark());
        if (pending.span().isPresent()) {
            return List.of(SpanRange.of(pending.span().get(), stream, cursor, relation, columns, database)
                    .where());
        }
        if (cursor.isNone()) {
            return List.of("");
        }
        CursorRange range =
                CursorRange.of(cursor, !landed.files().isEmpty(), relation, columns, database, snapshot.main());
        return List.of(range.fresh(), range.again()).stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
