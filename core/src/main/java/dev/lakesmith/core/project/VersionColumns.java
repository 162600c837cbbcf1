package dev.lakesmith.core.project;

import dev.lakesmith.core.project.Versioning.Change;
import dev.lakesmith.core.project.Versioning.HardDeletes;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The columns that a SNAPSHOT model's table has behind those of its query. */
public final class VersionColumns {

    /** Since when the version holds. */
    public static final String VALID_FROM = "valid_from";

    /** Until when it held, the moment itself not included; NULL while it is open. */
    public static final String VALID_TO = "valid_to";

    /** Whether it is open. */
    public static final String IS_CURRENT = "is_current";

    /** With {@link HardDeletes#NEW_RECORD}: whether the key was gone while it held. */
    public static final String IS_DELETED = "is_deleted";

    /**
     * With {@link Change.UpdatedAt}: the later times at which the very same values were given. A row that comes late may
     * split the version at one of them, whatever was read before.
     */
    public static final String CONFIRMED_AT = "_confirmed_at";

    private static final String TIMESTAMP = "TIMESTAMP";
    private static final String TIMESTAMP_WITH_ZONE = "TIMESTAMP WITH TIME ZONE";
    private static final Map<String, String> TIMES =
            Map.of("DATE", TIMESTAMP, TIMESTAMP, TIMESTAMP, TIMESTAMP_WITH_ZONE, TIMESTAMP_WITH_ZONE);

    private VersionColumns() {}

    /**
     * All columns of the table.
     *
     * @param given those of the query, as the table keeps them
     */
    public static List<Column> with(List<Column> given, Versioning versioning) {
        String time = time(given, versioning.change());
        List<Column> columns = new ArrayList<>(given);
        columns.add(new Column(VALID_FROM, time));
        columns.add(new Column(VALID_TO, time));
        columns.add(new Column(IS_CURRENT, "BOOLEAN"));
        if (versioning.hardDeletes() == HardDeletes.NEW_RECORD) {
            columns.add(new Column(IS_DELETED, "BOOLEAN"));
        }
        if (versioning.change() instanceof Change.UpdatedAt) {
            columns.add(new Column(CONFIRMED_AT, time + "[]"));
        }
        return columns;
    }

    /** Of all columns of a model's table those that its query gives. */
    public static List<Column> given(List<Column> columns, Model model) {
        return model.versioning()
                .map(versioning -> columns.subList(
                        0, columns.size() - with(List.of(), versioning).size()))
                .orElse(columns);
    }

    /** What the versions of a model's table belong to, as it is stored with the table. */
    public static String keyOf(Model model) {
        return model.uniqueKey().stream()
                .map(column -> column.toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String time(List<Column> given, Change change) {
        if (change instanceof Change.UpdatedAt updated) {
            return find(given, updated.column())
                    .map(column -> TIMES.getOrDefault(column.type(), TIMESTAMP))
                    .orElse(TIMESTAMP);
        }
        return TIMESTAMP_WITH_ZONE;
    }

    /** What is wrong with the column that says when a row changed. */
    public static Optional<String> complaint(List<Column> given, Change change) {
        if (!(change instanceof Change.UpdatedAt updated)) {
            return Optional.empty();
        }
        Optional<String> type = find(given, updated.column()).map(Column::type);
        return type.filter(word -> !TIMES.containsKey(word))
                .map(word -> "updated_at names '" + updated.column() + "', which is " + word
                        + "; a version begins at a date or a time, so declare columns: { " + updated.column()
                        + ": timestamp } or cast it in the query");
    }

    private static Optional<Column> find(List<Column> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
