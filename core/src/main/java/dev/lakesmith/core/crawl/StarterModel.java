package dev.lakesmith.core.crawl;

import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.formats.Format;
import dev.lakesmith.sql.Identifiers;
import java.util.ArrayList;
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

    private final Source source;
    private final Sampled sampled;
    private final Knowledge knowledge;
    private final Batch batch;
    private final Map<ColumnProfile, String> names = new LinkedHashMap<>();

    /**
     * What is known.
     *
     * @param columns of the stream, and of the folders that its files are in
     * @param key what the source says identifies a row; may be empty
     * @param required columns that the source lets never be NULL
     * @param possibleKeys what else could identify a row, the likeliest first
     */
    record Knowledge(
            List<ColumnProfile> columns,
            List<String> key,
            Set<String> required,
            List<List<ColumnProfile>> possibleKeys) {
        Knowledge {
            possibleKeys = List.copyOf(possibleKeys);
            columns = List.copyOf(columns);
            key = List.copyOf(key);
            required = Set.copyOf(required);
        }
    }

    StarterModel(Source source, Sampled sampled, Knowledge knowledge) {
        this.source = source;
        this.sampled = sampled;
        this.knowledge = knowledge;
        this.batch = Batch.of(source, sampled.stream());
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
        lines.addAll(newest());
        return String.join("\n", lines) + "\n";
    }

    private long looked() {
        return Math.min(sampled.rows(), Profiler.ROWS);
    }

    private List<String> materialization() {
        if (!key().isEmpty()) {
            List<String> lines = new ArrayList<>();
            lines.add("materialized: merge");
            lines.add("unique_key: " + (key().size() == 1 ? key().get(0) : "[" + String.join(", ", key()) + "]"));
            if (batch == Batch.ALL) {
                lines.add("deletes: keys");
            }
            latest().ifPresent(column -> lines.add("latest_by: " + column));
            return lines;
        }
        return batch == Batch.ALL
                        || (batch == Batch.CHANGED_PARENTS && !parents().isEmpty())
                ? List.of()
                : List.of("materialized: append");
    }

    /** The last rows of what came in several batches. */
    private List<String> newest() {
        if (!key().isEmpty()) {
            return List.of();
        }
        return switch (batch) {
            case ALL -> List.of("-- each batch holds all rows", "QUALIFY _batch_id = max(_batch_id) OVER ()");
            case CHANGED_PARENTS ->
                parents().isEmpty()
                        ? List.of()
                        : List.of(
                                "-- each batch holds all rows of the parents that changed",
                                "QUALIFY _batch_id = max(_batch_id) OVER (PARTITION BY " + String.join(", ", parents())
                                        + ")");
            case FILES, CHANGES -> List.of();
        };
    }

    /** What tells in each record of which parent it is. */
    private List<String> parents() {
        return names.keySet().stream()
                .filter(column -> column.subject().name().startsWith("_parent_"))
                .map(column -> column.subject().sql())
                .toList();
    }

    /** The column that says which of several versions of a row is the newest. */
    private Optional<String> latest() {
        return sampled.stream().options().find("cursor", String.class).flatMap(cursor -> names.entrySet().stream()
                .filter(entry -> entry.getKey().subject().name().equalsIgnoreCase(cursor))
                // The order of texts may be another one.
                .filter(entry -> !entry.getKey().type().orElse("varchar").equals("varchar"))
                .map(Map.Entry::getValue)
                .filter(name -> !key().contains(name))
                .findFirst());
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
        if (!key().isEmpty() || knowledge.possibleKeys().isEmpty()) {
            return Optional.empty();
        }
        List<String> candidates = knowledge.possibleKeys().stream()
                .map(key -> key.stream().map(names::get).map(String::valueOf).collect(Collectors.joining(", ")))
                .toList();
        String first = candidates.get(0);
        boolean single = knowledge.possibleKeys().get(0).size() == 1;
        String shown =
                candidates.stream().map(key -> single ? key : "[" + key + "]").collect(Collectors.joining(", or "));
        return Optional.of("Perhaps the key: " + shown + ". Each of " + Shares.count(looked(), "row", "rows")
                + (single
                        ? " has a value of its own there. "
                        : " has values of its own there, and in no single column. ")
                + "Only these were looked at. If it is: materialized: merge, unique_key: "
                + (single ? first : "[" + first + "]") + (batch == Batch.ALL ? ", deletes: keys" : "")
                + ", and checks: "
                + (single ? "[not_null, unique] at " + first : "[not_null] at each of them") + ".");
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
        boolean several = misfits > 0 || column.remark().equals(Choice.HOLDS_JSON);
        if (isJson() && column.subject().isText() && several) {
            remarks.add("if the JSON has values of several types there, 'other_types' at the stream's column keeps them"
                    + " apart");
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

    /** Whether values brought their types. */
    private boolean isJson() {
        return sampled.stream().format() instanceof Format.Json
                && !source.connector().equals("jdbc");
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
