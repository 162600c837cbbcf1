package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which tables a run may work on. Selectors are those of dbt: {@code silver.customers} or {@code customers}, with a
 * {@code +} before it for everything it reads, after it for everything that reads it; {@code silver.*}, {@code tag:x},
 * {@code source:crm}. Several selectors add up.
 */
public final class Selection {

    private final Set<TableName> tables;

    private Selection(Set<TableName> tables) {
        this.tables = Set.copyOf(tables);
    }

    public boolean includes(TableName table) {
        return tables.contains(table);
    }

    /**
     * The tables that the selectors name; all of the project's tables without any.
     *
     * @throws LakesmithException TABLE_UNKNOWN when a selector names nothing
     */
    public static Selection of(List<String> selectors, Analysis analysis) {
        Graph graph = new Graph(analysis);
        if (selectors.isEmpty()) {
            return new Selection(graph.tables());
        }
        Set<TableName> chosen = new HashSet<>();
        for (String selector : selectors) {
            boolean upstream = selector.startsWith("+");
            boolean downstream = selector.endsWith("+");
            String core = selector.substring(upstream ? 1 : 0, selector.length() - (downstream ? 1 : 0));
            Set<TableName> named = graph.named(core);
            if (named.isEmpty()) {
                throw new LakesmithException(
                        ErrorCode.TABLE_UNKNOWN,
                        "--select " + selector + " names no table of the project"
                                + Nearest.hint(core, graph.words())
                                + "; write schema.table, schema.*, tag:NAME or source:NAME, with + for neighbours");
            }
            chosen.addAll(named);
            if (upstream) {
                chosen.addAll(graph.reachable(named, graph.reads));
            }
            if (downstream) {
                chosen.addAll(graph.reachable(named, graph.readBy));
            }
        }
        return new Selection(chosen);
    }

    /** The project's tables and who reads whom. */
    private static final class Graph {
        private final Map<TableName, Set<TableName>> reads = new HashMap<>();
        private final Map<TableName, Set<TableName>> readBy = new HashMap<>();
        private final Map<TableName, Model> models = new HashMap<>();
        private final Map<TableName, String> sources = new HashMap<>();

        Graph(Analysis analysis) {
            Project project = analysis.project();
            for (Source source : project.sources()) {
                for (Stream stream : source.streams()) {
                    reads.put(stream.bronze(), new HashSet<>());
                    sources.put(stream.bronze(), source.name());
                }
            }
            for (Seed seed : project.seeds()) {
                reads.put(seed.name(), new HashSet<>());
            }
            for (AnalyzedModel analyzed : analysis.models()) {
                TableName name = analyzed.model().name();
                models.put(name, analyzed.model());
                reads.put(name, new HashSet<>(analyzed.inputs()));
                analyzed.inputs().forEach(input -> readBy.computeIfAbsent(input, key -> new HashSet<>())
                        .add(name));
            }
        }

        Set<TableName> tables() {
            return reads.keySet();
        }

        Set<String> words() {
            Set<String> words = new TreeSet<>();
            tables().forEach(table -> {
                words.add(table.toString());
                words.add(table.name());
            });
            models.values().forEach(model -> model.tags().forEach(tag -> words.add("tag:" + tag)));
            sources.values().forEach(source -> words.add("source:" + source));
            return words;
        }

        Set<TableName> named(String core) {
            if (core.startsWith("tag:")) {
                String tag = core.substring("tag:".length());
                return where(table ->
                        models.containsKey(table) && models.get(table).tags().contains(tag));
            }
            if (core.startsWith("source:")) {
                String source = core.substring("source:".length());
                return where(table -> source.equals(sources.get(table)));
            }
            Pattern pattern = Pattern.compile(Pattern.quote(core).replace("*", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE);
            return where(table -> pattern.matcher(table.toString()).matches()
                    || pattern.matcher(table.name()).matches());
        }

        private Set<TableName> where(Predicate<TableName> condition) {
            Set<TableName> found = new HashSet<>();
            tables().stream().filter(condition).forEach(found::add);
            return found;
        }

        Set<TableName> reachable(Set<TableName> from, Map<TableName, Set<TableName>> edges) {
            Set<TableName> seen = new HashSet<>();
            Deque<TableName> open = new ArrayDeque<>(from);
            while (!open.isEmpty()) {
                for (TableName next : edges.getOrDefault(open.pop(), Set.of())) {
                    if (seen.add(next)) {
                        open.push(next);
                    }
                }
            }
            return seen;
        }
    }
}
