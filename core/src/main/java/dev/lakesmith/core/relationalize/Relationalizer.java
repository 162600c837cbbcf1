package dev.lakesmith.core.relationalize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.relationalize.Nested.NestedColumn;
import dev.lakesmith.core.relationalize.Relation.Output;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.TypeShape;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a table of the lake and writes models that take it apart: one for the record, with the fields of structs as
 * columns, and one for each array, with the record's key and the place in the array. Nothing is written to disk.
 */
public final class Relationalizer {

    /** How many values of a text column are looked at to find out whether it holds JSON, and of what make. */
    static final int SAMPLE = 10_000;

    /** What loading adds to each row; the rescued values are a part of the record. */
    private static final Set<String> PROVENANCE = Set.of("_source_file", "_batch_id", "_loaded_at");

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Workspace workspace;

    public Relationalizer(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What is asked for.
     *
     * @param table the nested table
     * @param schema of the models
     * @param name of the record's model; empty: the stream's name, or the table's
     * @param key the columns that identify a record; empty: one is looked for
     * @param latestBy the column that says which of two records is newer
     */
    public record Request(
            TableName table, String schema, Optional<String> name, List<String> key, Optional<String> latestBy) {
        public Request {
            key = List.copyOf(key);
        }
    }

    /**
     * What came of it.
     *
     * @param models parents first
     * @param notes what a person should know before running them
     */
    public record Result(List<NewModel> models, List<String> notes) {
        public Result {
            models = List.copyOf(models);
            notes = List.copyOf(notes);
        }
    }

    /**
     * The models of a table.
     *
     * @throws LakesmithException TABLE_UNKNOWN; USAGE when nothing nests, or a key is missing or not there
     */
    public Result models(Request request) {
        LakeView view = workspace.lake().published();
        LakeTable table = view.table(request.table()).orElseThrow(() -> unknown(request.table(), view));
        Nested nested = new Nested(table.name(), columns(table, view));
        if (nested.columns().stream().noneMatch(column -> column.part().nests())) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    table.name()
                            + " has no column that nests: no array, struct, map or text that always holds JSON. Its columns are "
                            + table.columns().stream()
                                    .map(column -> column.name() + " " + column.type())
                                    .collect(Collectors.joining(", ")));
        }
        Models models = new Models(nested, new TableName(request.schema(), name(request)));
        List<String> notes = new ArrayList<>();
        List<Output> flat = models.record().flat();
        List<String> key = request.key().isEmpty()
                ? List.of(keyLookedFor(table, view, request, flat, notes))
                : request.key().stream()
                        .map(name -> own(name, flat, "--key", table.name()))
                        .toList();
        Optional<String> latestBy = request.latestBy().map(name -> own(name, flat, "--latest-by", table.name()));
        latestBy.filter(name -> table.columns().stream()
                        .anyMatch(column -> column.name().equalsIgnoreCase(name)
                                && column.type().equals("VARCHAR")))
                .ifPresent(name -> notes.add(name
                        + " is text and is compared as text; where that is not the order of time, declare its type under"
                        + " columns in the record's model, for example " + name + ": timestamptz"));
        return new Result(models.models(key, latestBy), notes);
    }

    private static LakesmithException unknown(TableName table, LakeView view) {
        if (view.view(table).isPresent()) {
            return new LakesmithException(
                    ErrorCode.USAGE,
                    table + " is a view, which holds no rows to look at; name the table that it reads, or make it a"
                            + " table");
        }
        List<String> names = view.names().stream().map(TableName::toString).toList();
        return new LakesmithException(
                ErrorCode.TABLE_UNKNOWN,
                "there is no table " + table + " in the lake" + Nearest.hint(table.toString(), names)
                        + "; a stream's table is there once it was loaded by 'lakesmith run'");
    }

    private String name(Request request) {
        return request.name().orElseGet(() -> workspace.project().sources().stream()
                .flatMap(source -> source.streams().stream())
                .filter(stream -> stream.bronze().equals(request.table()))
                .map(Stream::name)
                .findFirst()
                .orElse(request.table().name()));
    }

    private List<NestedColumn> columns(LakeTable table, LakeView view) {
        List<NestedColumn> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            if (PROVENANCE.contains(column.name())) {
                continue;
            }
            Part typed = Part.of(TypeShape.of(column.type()));
            boolean text = column.type().equals("VARCHAR") && !column.name().equals("_rescued_data");
            Part json = text ? json(table, column, view) : typed;
            columns.add(
                    json.nests() && !typed.nests()
                            ? new NestedColumn(column.name(), json, Access.JSON)
                            : new NestedColumn(column.name(), typed, Access.TYPED));
        }
        return columns;
    }

    /** What the JSON in a text column is made up of; a value when some text is not JSON, or JSON of another kind. */
    private Part json(LakeTable table, Column column, LakeView view) {
        String name = Identifiers.quote(column.name());
        String sql = "SELECT " + name + " FROM " + Identifiers.quote(table.name()) + " WHERE " + name
                + " IS NOT NULL LIMIT " + SAMPLE;
        List<JsonNode> values = new ArrayList<>();
        try (QueryResult result = workspace.engine().query(sql, List.of(), view)) {
            for (Optional<List<@Nullable Object>> row = result.next(); row.isPresent(); row = result.next()) {
                String value = String.valueOf(row.get().get(0)).strip();
                if (!value.startsWith("{") && !value.startsWith("[")) {
                    return new Part.Value();
                }
                values.add(JSON.readTree(value));
            }
        } catch (JsonProcessingException e) {
            return new Part.Value();
        }
        return Part.of(values);
    }

    private static String own(String name, List<Output> flat, String option, TableName table) {
        List<String> names = flat.stream().map(Output::name).toList();
        return names.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new LakesmithException(
                        ErrorCode.USAGE,
                        option + " " + name + ": the record of " + table + " has no such column"
                                + Nearest.hint(name, names) + "; it has " + String.join(", ", names)));
    }

    /** The first column that is named like a key and has a value in every row. */
    private String keyLookedFor(
            LakeTable table, LakeView view, Request request, List<Output> flat, List<String> notes) {
        String own = name(request).toLowerCase(Locale.ROOT);
        List<String> names = List.of("id", "key", "uuid", own + "_id", own.replaceAll("s$", "") + "_id", "_id");
        List<Output> candidates = new ArrayList<>();
        names.forEach(name -> flat.stream()
                .filter(output -> output.name().equalsIgnoreCase(name))
                .forEach(candidates::add));
        flat.stream()
                .filter(output ->
                        output.name().toLowerCase(Locale.ROOT).endsWith("_id") && !candidates.contains(output))
                .forEach(candidates::add);
        for (Output candidate : candidates) {
            List<Long> counts = counts(table, view, candidate);
            if (counts.get(1).equals(counts.get(0))) {
                String shared = request.latestBy().isPresent()
                        ? ""
                        : "; of rows with the same key the one loaded last stays, unless --latest-by names a column";
                notes.add("key: " + candidate.name() + ", which every one of "
                        + String.format(Locale.ROOT, "%,d", counts.get(0)) + " rows has"
                        + (counts.get(2).equals(counts.get(0)) ? " to itself" : shared) + "; --key names another");
                return candidate.name();
            }
        }
        throw new LakesmithException(
                ErrorCode.USAGE,
                "nothing in " + table.name() + " looks like a key that every row has; name one, or several separated by"
                        + " commas: --key COLUMN. The record's columns are "
                        + flat.stream().map(Output::name).collect(Collectors.joining(", ")));
    }

    private List<Long> counts(LakeTable table, LakeView view, Output column) {
        String sql = "SELECT count(*), count(k), count(DISTINCT k) FROM (SELECT " + column.expression() + " AS k FROM "
                + Identifiers.quote(table.name()) + ")";
        try (QueryResult result = workspace.engine().query(sql, List.of(), view)) {
            return result.next().orElseThrow().stream()
                    .map(count -> ((Number) count).longValue())
                    .toList();
        }
    }
}
