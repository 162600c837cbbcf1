package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.engine.TraceRequest;
import dev.lakesmith.core.engine.TraceRequest.TracedModel;
import dev.lakesmith.core.engine.TraceRequest.TracedStream;
import dev.lakesmith.core.engine.TraceRow;
import dev.lakesmith.core.engine.TraceRow.Origin;
import dev.lakesmith.core.engine.TraceRow.Part;
import dev.lakesmith.core.plan.Inputs;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Walks from rows back to the rows they were made of, level by level: each model's query is run once more over the states
 * of its inputs that it read, its rows carrying the places of the rows they come from.
 */
final class RowTrace {

    /** The column with a row's place. */
    static final String PLACE = "_ls_place";

    private static final int MOST_INPUTS = 20;
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d+, ?(\\d+)\\)");

    private final Session session;
    private final TraceRequest request;
    private final LakeView view;
    private final Session.Dependencies dependencies;
    private final List<Read> reads = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** A table in one state; one scan for all, so that a place always means the same row. */
    private record Read(LakeTable table, TableScan scan) {

        TableName name() {
            return table.name();
        }

        String rows() {
            return scan.sqlWithPlace(PLACE);
        }

        String rows(Collection<Long> places) {
            return "SELECT * FROM (" + rows() + ") WHERE " + PLACE + " IN ("
                    + places.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
        }
    }

    RowTrace(Session session, TraceRequest request, LakeView view, Session.Dependencies dependencies) {
        this.session = session;
        this.request = request;
        this.view = view;
        this.dependencies = dependencies;
    }

    List<TraceRow> run() {
        session.bind(request.parameters());
        if (view.view(request.table()).isPresent()) {
            return ofView(request.table());
        }
        LakeTable table = view.table(request.table()).orElseThrow(() -> UnknownTable.in(view, request.table()));
        int number = read(table);
        String sql = "SELECT " + PLACE + " FROM (" + read(number).rows() + ") WHERE (" + request.where()
                + "\n) ORDER BY 1 LIMIT " + request.limit();
        List<Long> places = session.query(sql, rows -> {
            List<Long> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
            return found;
        });
        Map<Long, TraceRow> traced = rows(number, places);
        return places.stream()
                .map(place -> Objects.requireNonNull(traced.get(place)))
                .toList();
    }

    private int read(LakeTable table) {
        String state = table.name() + " " + table.snapshotId();
        return numbers.computeIfAbsent(state, key -> {
            reads.add(new Read(table, TableScan.of(session, table)));
            return reads.size() - 1;
        });
    }

    private Read read(int number) {
        return reads.get(number);
    }

    /** A view's rows have no place; they are followed at once. */
    private List<TraceRow> ofView(TableName name) {
        List<String> notes = new ArrayList<>();
        defineView(name, Map.of(), notes);
        List<Column> columns =
                session.columns("SELECT * EXCLUDE (" + CarriedQuery.TRAIL + ") FROM " + Identifiers.quote(name));
        String sql = "SELECT row_number() OVER () AS n, " + json(columns, "") + " AS json, " + CarriedQuery.TRAIL
                + " FROM " + Identifiers.quote(name) + " WHERE (" + request.where() + "\n) LIMIT " + request.limit();
        session.execute("CREATE OR REPLACE TABLE _ls_rows AS " + sql);
        Map<Long, String> rows = texts("SELECT n, json FROM _ls_rows ORDER BY n");
        Level level = new Level();
        collect("SELECT n AS parent, true AS made, unnest(" + CarriedQuery.TRAIL + ") AS x FROM _ls_rows", level);
        Map<Integer, Map<Long, TraceRow>> inputs = inputs(level);
        List<TraceRow> traced = new ArrayList<>();
        rows.forEach((n, json) -> traced.add(new TraceRow(
                name, json, Part.MADE, Optional.empty(), level.of(n, inputs), join(notes, level.notes(n)))));
        return traced;
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private Map<Long, TraceRow> rows(int number, Collection<Long> places) {
        Map<Long, TraceRow> traced = new LinkedHashMap<>();
        if (places.isEmpty()) {
            return traced;
        }
        Read read = read(number);
        List<Column> columns = read.table().columns();
        Map<Long, String> json =
                texts("SELECT " + PLACE + ", " + json(columns, "t.") + " FROM (" + read.rows(places) + ") AS t");
        TracedStream stream = request.streams().get(read.name());
        TracedModel model = request.models().get(read.name());
        if (stream != null) {
            Map<Long, Origin> origins =
                    new LineFinder(session, request.workFolder()).find(read.rows(places), columns, stream);
            json.forEach((place, row) -> traced.put(
                    place,
                    new TraceRow(
                            read.name(),
                            row,
                            Part.MADE,
                            Optional.ofNullable(origins.get(place)),
                            List.of(),
                            List.of())));
        } else if (model != null) {
            Level level = level(read, model, places);
            Map<Integer, Map<Long, TraceRow>> inputs = inputs(level);
            json.forEach((place, row) -> traced.put(
                    place,
                    new TraceRow(
                            read.name(),
                            row,
                            Part.MADE,
                            Optional.empty(),
                            level.of(place, inputs),
                            level.notes(place))));
        } else {
            List<String> notes = request.broken().contains(read.name())
                    ? List.of(
                            "not followed: the file that makes " + read.name() + " has mistakes, see 'lakesmith check'")
                    : List.of();
            json.forEach((place, row) ->
                    traced.put(place, new TraceRow(read.name(), row, Part.MADE, Optional.empty(), List.of(), notes)));
        }
        return traced;
    }

    private Map<Integer, Map<Long, TraceRow>> inputs(Level level) {
        Map<Integer, Map<Long, TraceRow>> inputs = new HashMap<>();
        level.places().forEach((number, places) -> inputs.put(number, rows(number, places)));
        return inputs;
    }

    private Map<Long, String> texts(String sql) {
        return session.query(sql, rows -> {
            Map<Long, String> texts = new LinkedHashMap<>();
            while (rows.next()) {
                texts.put(rows.getLong(1), rows.getString(2));
            }
            return texts;
        });
    }

    private static String json(List<Column> columns, String prefix) {
        return columns.stream()
                .map(column -> Identifiers.quote(column.name()) + " := " + shown(column, prefix))
                .collect(Collectors.joining(", ", "CAST(to_json(struct_pack(", ")) AS VARCHAR)"));
    }

    /** DuckDB writes narrow decimals into JSON as doubles, without their last zeros; wide ones as they are. */
    private static String shown(Column column, String prefix) {
        String value = prefix + Identifiers.quote(column.name());
        String wide = DECIMAL.matcher(column.type()).replaceAll("DECIMAL(38,$1)");
        return wide.equals(column.type()) || wide.contains("\"DECIMAL(")
                ? value
                : "CAST(" + value + " AS " + wide + ")";
    }

    /** What one model's rows were made of. */
    private Level level(Read read, TracedModel traced, Collection<Long> places) {
        Level level = new Level();
        Map<String, String> consumed = Inputs.read(read.table());
        List<String> notes = new ArrayList<>();
        for (TableReference input : traced.query().tables()) {
            defineInput(input.name(), consumed, notes);
        }
        notes.forEach(level::note);
        session.execute("CREATE OR REPLACE TABLE _ls_parents AS " + read.rows(places));
        Set<Long> missing = new TreeSet<>(places);
        CarriedQuery.of(session, Rendered.sql(traced.query())).ifPresent(carried -> {
            RowMatch match = new RowMatch(session, traced.model(), read.table().columns(), carried.sql());
            if (!match.canRun()) {
                return;
            }
            carried.gaps().forEach(gap -> level.note("not followed: " + gap));
            collect(match.byValues(), level);
            missing.removeAll(level.found());
            List<Long> onlyKeys =
                    missing.stream().filter(level.parents()::contains).toList();
            onlyKeys.forEach(place ->
                    level.note(place, "none of these rows gives the row as it is: its inputs give other values now"));
            onlyKeys.forEach(missing::remove);
            if (!missing.isEmpty() && !match.keys().isEmpty()) {
                session.execute("DELETE FROM _ls_parents WHERE " + PLACE + " NOT IN ("
                        + missing.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")");
                collect(match.byKeys(), level);
                missing.stream()
                        .filter(level.found()::contains)
                        .forEach(place -> level.note(
                                place,
                                "found by " + String.join(", ", match.keys())
                                        + " alone: its inputs give other values now, or differ from run to run"));
                missing.removeAll(level.found());
            }
        });
        if (!missing.isEmpty() && traced.model().role() instanceof Role.Dimension dimension) {
            missing.removeAll(membersWithoutInput(dimension, read, places, level));
        }
        if (!missing.isEmpty()) {
            byLineage(read, traced, missing, level);
        }
        return level;
    }

    private Set<Long> membersWithoutInput(Role.Dimension dimension, Read read, Collection<Long> places, Level level) {
        Map<Long, String> members = texts("SELECT " + PLACE + ", 'x' FROM (" + read.rows(places) + ") WHERE "
                + Identifiers.quote(dimension.surrogate()) + " = " + Role.Dimension.UNKNOWN_KEY + " OR "
                + Role.Dimension.INFERRED);
        members.keySet()
                .forEach(place ->
                        level.note(place, "the dimension's own row for what facts name and its query does not give"));
        return members.keySet();
    }

    /** The rows that have the values of the key columns where lineage says they come from: at least the right ones. */
    private void byLineage(Read read, TracedModel traced, Set<Long> places, Level level) {
        session.execute("CREATE OR REPLACE TABLE _ls_parents AS " + read.rows(places));
        List<String> keys = RowMatch.keys(traced.model());
        Map<TableName, List<String>> conditions = new LinkedHashMap<>();
        traced.lineage().stream()
                .filter(column -> keys.stream().anyMatch(key -> key.equalsIgnoreCase(column.column())))
                .forEach(column -> column.origins().forEach(origin -> conditions
                        .computeIfAbsent(origin.table(), table -> new ArrayList<>())
                        .add("CAST(p." + Identifiers.quote(column.column()) + " AS VARCHAR) = CAST(i."
                                + Identifiers.quote(origin.column()) + " AS VARCHAR)")));
        String trails = conditions.entrySet().stream()
                .map(entry -> "SELECT p." + PLACE + " AS parent, true AS made, unnest(i." + CarriedQuery.TRAIL
                        + ") AS x FROM _ls_parents AS p JOIN " + Identifiers.quote(entry.getKey()) + " AS i ON "
                        + String.join(" AND ", entry.getValue()))
                .collect(Collectors.joining(" UNION ALL "));
        if (!trails.isEmpty()) {
            collect(trails, level);
        }
        for (long place : places) {
            level.note(
                    place,
                    level.parents().contains(place)
                            ? "the query cannot be followed exactly: these are all rows with the same "
                                    + String.join(", ", keys)
                            : "its inputs cannot be found: the query cannot be followed to it"
                                    + (keys.isEmpty()
                                            ? ", and no unique_key or unique check says what identifies a row"
                                            : " by its values or by " + String.join(", ", keys)));
        }
    }

    private void defineInput(TableName name, Map<String, String> consumed, List<String> notes) {
        if (view.view(name).isPresent()) {
            defineView(name, consumed, notes);
            return;
        }
        int number = read(state(name, consumed, notes));
        session.define(
                name,
                "SELECT * EXCLUDE (" + PLACE + "), CAST([{'t': " + number + ", 'p': " + PLACE + "}] AS "
                        + CarriedQuery.TYPE + ") AS " + CarriedQuery.TRAIL + " FROM ("
                        + read(number).rows() + ")");
    }

    private void defineView(TableName name, Map<String, String> consumed, List<String> notes) {
        StoredView stored = view.view(name).orElseThrow();
        for (TableName below : dependencies.of(stored.sql())) {
            defineInput(below, consumed, notes);
        }
        CarriedQuery carried = CarriedQuery.of(session, stored.sql())
                .orElse(new CarriedQuery(
                        "SELECT *, CAST([] AS " + CarriedQuery.TYPE + ") AS " + CarriedQuery.TRAIL + " FROM ("
                                + stored.sql() + ")",
                        List.of("the rows behind the view " + name)));
        carried.gaps().forEach(gap -> notes.add("not followed: " + gap));
        session.define(name, carried.sql());
    }

    private LakeTable state(TableName name, Map<String, String> consumed, List<String> notes) {
        LakeTable now = view.table(name).orElseThrow(() -> UnknownTable.in(view, name));
        String snapshot = consumed.getOrDefault(name.toString(), "");
        if (!snapshot.matches("\\d+")) {
            return now;
        }
        try {
            return now.at(snapshot);
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.SNAPSHOT_UNKNOWN) {
                throw e;
            }
            notes.add("the state of " + name + " that was read is not kept any more; its present one is shown");
            return now;
        }
    }

    private void collect(String trails, Level level) {
        String sql =
                "SELECT parent, t, p, made, count(*) OVER (PARTITION BY parent, t) AS n FROM (SELECT parent, x.t AS t,"
                        + " x.p AS p, bool_or(made) AS made FROM (" + trails + ") GROUP BY ALL)"
                        + " QUALIFY row_number() OVER (PARTITION BY parent, t ORDER BY made DESC, p) <= " + MOST_INPUTS
                        + " ORDER BY parent, t, made DESC, p";
        session.query(sql, rows -> {
            while (rows.next()) {
                long parent = rows.getLong("parent");
                int number = rows.getInt("t");
                if (rows.getBoolean("made")) {
                    level.found().add(parent);
                }
                if (number < 0) {
                    continue;
                }
                level.add(parent, number, rows.getLong("p"), rows.getBoolean("made") ? Part.MADE : Part.REPLACED);
                if (rows.getLong("n") > MOST_INPUTS) {
                    level.note(
                            parent,
                            (rows.getLong("n") - MOST_INPUTS) + " more rows of "
                                    + read(number).name());
                }
            }
            return level;
        });
    }

    /** The inputs of rows of one table. */
    private static final class Level {

        private record Link(int number, long place, Part part) {}

        private final Map<Long, List<Link>> links = new LinkedHashMap<>();
        private final Map<Long, Set<String>> notes = new HashMap<>();
        private final Set<String> ofAll = new LinkedHashSet<>();
        private final Set<Long> found = new TreeSet<>();

        /** The rows whose values were found among those that the query gives. */
        Set<Long> found() {
            return found;
        }

        void add(long parent, int number, long place, Part part) {
            links.computeIfAbsent(parent, key -> new ArrayList<>()).add(new Link(number, place, part));
        }

        void note(String note) {
            ofAll.add(note);
        }

        void note(long parent, String note) {
            notes.computeIfAbsent(parent, key -> new LinkedHashSet<>()).add(note);
        }

        Set<Long> parents() {
            return links.keySet();
        }

        List<String> notes(long parent) {
            return join(List.copyOf(notes.getOrDefault(parent, Set.of())), List.copyOf(ofAll));
        }

        /** By table. */
        Map<Integer, Set<Long>> places() {
            Map<Integer, Set<Long>> places = new LinkedHashMap<>();
            links.values()
                    .forEach(some -> some.forEach(link -> places.computeIfAbsent(link.number(), key -> new TreeSet<>())
                            .add(link.place())));
            return places;
        }

        List<TraceRow> of(long parent, Map<Integer, Map<Long, TraceRow>> inputs) {
            return links.getOrDefault(parent, List.of()).stream()
                    .flatMap(link -> Optional.ofNullable(
                            inputs.getOrDefault(link.number(), Map.of()).get(link.place()))
                            .map(row -> new TraceRow(
                                    row.table(), row.row(), link.part(), row.source(), row.inputs(), row.notes()))
                            .stream())
                    .toList();
        }
    }
}
