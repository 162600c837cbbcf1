package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import java.util.ArrayList;
import java.util.List;

/** The key by which a stream finds what was deleted; without columns it does not look. */
record ComparedKeys(List<String> names) {

    /** Says of each landed row whether it was deleted. */
    static final Column MARK = new Column("_deleted", "BOOLEAN");

    private static final String KEY = "compare_keys";

    ComparedKeys {
        names = List.copyOf(names);
    }

    static ComparedKeys of(Stream stream) {
        ComparedKeys keys = new ComparedKeys(stream.options().texts(KEY));
        if (!keys.isNone() && stream.options().find("cursor", String.class).isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    stream.options().place(KEY)
                            + ": 'compare_keys' finds what was deleted from a stream with a 'cursor'; without one every"
                            + " batch is the whole table, and a model's 'deletes: keys' finds it. Remove it, or name a"
                            + " cursor");
        }
        return keys;
    }

    boolean isNone() {
        return names.isEmpty();
    }

    /** What is landed of these columns. */
    List<Column> landed(List<JdbcColumn> columns) {
        List<Column> landed =
                new ArrayList<>(columns.stream().map(JdbcColumn::column).toList());
        if (!isNone()) {
            landed.add(MARK);
        }
        return landed;
    }

    /** The key's columns among those of the table. */
    List<JdbcColumn> in(List<JdbcColumn> columns, Relation relation) {
        List<String> there = columns.stream().map(JdbcColumn::name).toList();
        if (!isNone() && there.stream().anyMatch(MARK.name()::equalsIgnoreCase)) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    relation.place() + ": " + relation.shown() + " has a column " + MARK.name()
                            + " itself, and 'compare_keys' adds one; give it another name in a 'query'");
        }
        return names.stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(() -> new LakesmithException(
                                ErrorCode.SOURCE_UNREADABLE,
                                relation.place() + ": " + relation.shown() + " has no column " + name
                                        + " to compare keys by" + Nearest.hint(name, there))))
                .toList();
    }
}
