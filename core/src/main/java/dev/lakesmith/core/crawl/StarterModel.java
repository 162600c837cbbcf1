package dev.lakesmith.core.crawl;

import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.sql.Identifiers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The text of a silver model for a stream: its columns with clear names, their types, and what else was found out. */
final class StarterModel {

    private static final int MOST_KEYS = 3;
    private static final int ENOUGH_ROWS = 20;

    private final Source source;
    private final Sampled sampled;
    private final Knowledge knowledge;
    private final Map<ColumnProfile, String> names = new LinkedHashMap<>();

    /**
     * What is known.
     *
     * @param columns of the stream, and of the folders that its files are in
     * @param key what the source says identifies a row; may be empty
     * @param required columns that the source lets never be NULL
     */
    record Knowledge(List<ColumnProfile> columns, List<String> key, Set<String> required) {
        Knowledge {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
            required = Set.copyOf(required);
        }
    }

    StarterModel(Source source, Sampled sampled, Knowledge knowledge) {
        this.source = source;
        this.sampled = sampled;
        this.knowledge = knowledge;
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < knowledge.columns().size(); i++) {
            ColumnProfile column = knowledge.columns().get(i);
            String wish = name(column.subject().name()).orElse("column_" + (i + 1));
            String name = wish;
            for (int n = 2; !taken.add(name); n++) {
                name = wish + "_" + n;
            }
            names.put(column, name);
        }
    }

    /** Names that begin like those of bronze's own columns are taken. */
    private static Optional<String> name(String column) {
        return Names.mended(column);
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("/* lakesmith");
        lines.add(YamlWords.remark(
                "Proposed by 'lakesmith crawl' after a look at " + Shares.count(looked(), "row", "rows") + " ("
                        + sampled.excerpt().told() + "); yours from here on."));
        lines.addAll(materialization());
        candidates().ifPresent(remark -> lines.add(YamlWords.remark(remark)));
        lines.add("columns:");
        names.forEach((column, name) -> lines.add(line(column, name)));
        lines.add("*/");
        lines.add("SELECT");
        lines.add(names.entrySet().stream()
                .map(entry -> "    " + output(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(",\n")));
        lines.add("FROM " + sampled.stream().bronze());
        if (readsAllEachTime() && key().isEmpty()) {
            lines.add("-- each batch holds all rows");
            lines.add("QUALIFY _batch_id = max(_batch_id) OVER ()");
        }
        return String.join("\n", lines) + "\n";
    }

    private long looked() {
        return Math.min(sampled.rows(), Profiler.ROWS);
    }

    private List<String> materialization() {
        if (!key().isEmpty()) {
            String key = key().size() == 1 ? key().get(0) : "[" + String.join(", ", key()) + "]";
            return readsAllEachTime()
                    ? List.of("materialized: merge", "unique_key: " + key, "deletes: keys")
                    : List.of("materialized: merge", "unique_key: " + key);
        }
        return readsAllEachTime() ? List.of() : List.of("materialized: append");
    }

    /** Whether each batch holds everything: a table or an API that is read without a bookmark. */
    private boolean readsAllEachTime() {
        Stream stream = sampled.stream();
        return !source.connector().equals("files")
                && Set.of("cursor", "window", "parent").stream()
                        .noneMatch(stream.options().keys()::contains);
    }

    /** The key that the source names, in the model's names; empty unless all of it is there. */
    private List<String> key() {
        List<String> key = new ArrayList<>();
        for (String column : knowledge.key()) {
            names.forEach((profile, name) -> {
                if (profile.subject().name().equalsIgnoreCase(column)) {
                    key.add(name);
                }
            });
        }
        return key.size() == knowledge.key().size() ? key : List.of();
    }

    /** Columns that could identify a row, when the source names none. */
    private Optional<String> candidates() {
        if (!key().isEmpty()) {
            return Optional.empty();
        }
        String table = sampled.stream().name();
        List<String> candidates = knowledge.columns().stream()
                .filter(ColumnProfile::isUnique)
                .filter(column -> column.rows() > 1 && isKeyType(column))
                .filter(column -> column.rows() >= ENOUGH_ROWS
                        || ColumnNames.soundsLikeKey(column.subject().name(), table))
                .sorted(Comparator.comparing((ColumnProfile column) ->
                        ColumnNames.soundsLikeKey(column.subject().name(), table) ? 0 : 1))
                .map(names::get)
                .map(String::valueOf)
                .limit(MOST_KEYS)
                .toList();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        String first = candidates.get(0);
        return Optional.of("Perhaps the key: " + String.join(", or ", candidates) + ". Each of "
                + Shares.count(looked(), "row", "rows")
                + " has a value of its own there. If it is: materialized: merge,"
                + " unique_key: " + first + ", and checks: [not_null, unique] at " + first + ".");
    }

    private static boolean isKeyType(ColumnProfile column) {
        String type = column.type().orElse("");
        return Set.of("bigint", "integer", "varchar", "uuid", "smallint").contains(type)
                || type.matches("decimal\\(\\d+,0\\)");
    }

    private String line(ColumnProfile column, String name) {
        List<String> keys = new ArrayList<>();
        column.type().ifPresent(type -> keys.add("type: " + YamlWords.text(type)));
        column.person().ifPresent(data -> keys.add("sensitive: " + data.kind().word()));
        boolean keyed = key().size() == 1 && key().contains(name);
        boolean required = knowledge.required().contains(column.subject().name().toLowerCase(Locale.ROOT));
        if (keyed) {
            keys.add("checks: [not_null, unique]");
        } else if (required || key().contains(name)) {
            keys.add("checks: [not_null]");
        } else if (column.isFull() && column.fits() == column.values()) {
            // A look at a part proves nothing about the rest: a warning stops no run.
            keys.add("checks: [{ not_null: { severity: warn } }]");
        }
        List<String> remarks = remarks(column);
        String value = keys.isEmpty() ? "{}" : "{ " + String.join(", ", keys) + " }";
        return "  " + name + ": " + value
                + (remarks.isEmpty() ? "" : "  " + YamlWords.remark(String.join("; ", remarks)));
    }

    private List<String> remarks(ColumnProfile column) {
        List<String> remarks = new ArrayList<>();
        long misfits = column.values() - column.fits();
        if (misfits > 0) {
            remarks.add(Shares.percent((double) column.fits() / column.values()) + " fit: "
                    + Shares.count(misfits, "value", "values") + " of " + Shares.count(column.values()) + " "
                    + (misfits == 1 ? "does" : "do") + " not"
                    + column.misfit()
                            .filter(text -> column.person().isEmpty())
                            .map(text -> ", such as '" + text + "'")
                            .orElse("")
                    + ", and would go to quarantine");
        }
        if (!column.remark().isEmpty()) {
            remarks.add(column.remark());
        }
        List<String> words =
                column.blanks().stream().filter(word -> !word.isEmpty()).toList();
        if (!words.isEmpty()) {
            String shown = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
            remarks.add(
                    column.reading().kind() == Reading.Kind.TEXT
                            ? "holds " + shown + ", which may mean nothing"
                            : shown + (words.size() == 1 ? " is taken for NULL" : " are taken for NULL"));
        }
        column.person().ifPresent(data -> remarks.add(data.because()));
        if (column.subject().isNested()) {
            remarks.add("nests; 'lakesmith relationalize " + sampled.stream().bronze() + "' makes tables of it");
        }
        if (column.subject().origin() == Subject.Origin.FOLDER) {
            remarks.add("from the folders' names");
        }
        return remarks;
    }

    private static String output(ColumnProfile column, String name) {
        String plain = column.subject().sql();
        String taken = plain;
        if (column.reading().kind() != Reading.Kind.TEXT && !column.blanks().isEmpty()) {
            taken = "CASE WHEN lower(trim(" + plain + ")) NOT IN ("
                    + column.blanks().stream().map(Identifiers::literal).collect(Collectors.joining(", ")) + ") THEN "
                    + plain + " END";
        }
        String expression = column.reading().converted(taken);
        return expression.equals(Identifiers.shown(name)) ? expression : expression + " AS " + Identifiers.shown(name);
    }
}
