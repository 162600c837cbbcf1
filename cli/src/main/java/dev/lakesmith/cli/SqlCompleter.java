package dev.lakesmith.cli;

import dev.lakesmith.functions.FunctionCatalogue;
import dev.lakesmith.vocabulary.Column;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Offers table names, the columns of the tables that the statement names (of all tables while it names none),
 * keywords and our functions.
 */
final class SqlCompleter implements Completer {

    private static final List<String> KEYWORDS = List.of(
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP BY",
            "ORDER BY",
            "HAVING",
            "LIMIT",
            "JOIN",
            "LEFT JOIN",
            "ON",
            "USING",
            "AS",
            "AND",
            "OR",
            "NOT",
            "IN",
            "BETWEEN",
            "LIKE",
            "IS NULL",
            "IS NOT NULL",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "DISTINCT",
            "UNION ALL",
            "WITH",
            "QUALIFY",
            "OVER",
            "PARTITION BY",
            "CAST",
            "DESC");

    private final Supplier<List<KnownTable>> tables;

    SqlCompleter(Supplier<List<KnownTable>> tables) {
        this.tables = tables;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.line().stripLeading().startsWith(".")) {
            InteractiveShell.COMMANDS.forEach(command -> candidates.add(new Candidate(command)));
            return;
        }
        List<KnownTable> known = tables.get();
        for (KnownTable table : known) {
            candidates.add(candidate(table.name().toString(), "tables"));
        }
        int dot = line.word().lastIndexOf('.');
        String qualifier = dot < 0 ? "" : line.word().substring(0, dot + 1);
        if (isSchema(known, qualifier)) {
            return;
        }
        for (String column : columns(known, line.line())) {
            candidates.add(candidate(qualifier + column, "columns"));
        }
        if (qualifier.isEmpty()) {
            KEYWORDS.forEach(keyword -> candidates.add(candidate(keyword, "keywords")));
            FunctionCatalogue.functions().forEach(function -> candidates.add(call(function.name())));
        }
    }

    /** What stands behind a schema's name is a table. */
    private static boolean isSchema(List<KnownTable> known, String qualifier) {
        return known.stream()
                .anyMatch(table -> qualifier.equalsIgnoreCase(table.name().schema() + "."));
    }

    private static Set<String> columns(List<KnownTable> known, String statement) {
        String text = statement.toLowerCase(Locale.ROOT);
        List<KnownTable> named = known.stream()
                .filter(table -> text.contains(table.name().toString().toLowerCase(Locale.ROOT)))
                .toList();
        Set<String> names = new LinkedHashSet<>();
        for (KnownTable table : named.isEmpty() ? known : named) {
            table.columns().stream().map(Column::name).forEach(names::add);
        }
        return names;
    }

    /** What follows is typed right behind the parenthesis. */
    private static Candidate call(String function) {
        return new Candidate(function + "(", function, "functions", null, null, null, false);
    }

    private static Candidate candidate(String text, String group) {
        return new Candidate(text, text, group, null, null, null, true);
    }
}
