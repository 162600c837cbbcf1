package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which rows a span of a stream reads: none that the next run reads anyway, whatever it is told of them.
 *
 * @param where the condition of the rows
 * @param column the cursor, as it is landed
 * @param from the lowest value that counts, in DuckDB's words; empty when any row may be among them
 */
record SpanRange(String where, String column, Optional<String> from) {

    static SpanRange of(
            Span span, Stream stream, Cursor before, Relation relation, List<JdbcColumn> columns, Database database) {
        JdbcColumn column = CursorRange.column(before, relation, columns);
        String type = column.column().type();
        Cursor cursor = before.now(type);
        SpanBounds bounds = SpanBounds.of(span, stream, cursor, type);
        String name = relation.quoted(column.name());
        List<String> conditions = new ArrayList<>();
        bounds.from().ifPresent(low -> conditions.add(name + " >= " + database.literal(column, low)));
        bounds.to().ifPresent(high -> conditions.add(name + " < " + database.literal(column, high)));
        bounds.next().ifPresent(high -> conditions.add(name + " < " + database.literal(column, high)));
        if (cursor.begun() && bounds.next().isEmpty()) {
            // No row had a value: the next run reads all that have one.
            conditions.add("1 = 0");
        }
        return new SpanRange(
                String.join(" AND ", conditions),
                column.name(),
                type.equals("VARCHAR") ? Optional.empty() : bounds.from());
    }

    /** Which rows, for people. */
    static String reason(Span span, Stream stream, Cursor cursor) {
        String rows = span.of("rows with " + cursor.column().orElseThrow());
        if (cursor.begun() && cursor.last().isEmpty()) {
            return rows + ": none, as the next run reads all that have a value";
        }
        return cursor.kind()
                .flatMap(kind -> end(span, stream, cursor, kind.type()))
                .map(end -> rows + ", as far as " + end + ", where the next run begins")
                .orElse(rows);
    }

    private static Optional<String> end(Span span, Stream stream, Cursor cursor, String type) {
        try {
            return SpanBounds.of(span, stream, cursor, type).cutAt(type);
        } catch (LakesmithException e) {
            // The column may have another type by now; that is known, and told, when the database is asked.
            return Optional.empty();
        }
    }
}
