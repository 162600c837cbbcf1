package dev.lakesmith.core.relationalize;

import dev.lakesmith.core.relationalize.Relation.Output;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text of a model's file. */
final class ModelText {

    private static final String INDENT = "    ";

    private ModelText() {}

    /**
     * The header.
     *
     * @param latestBy empty: nothing says which of two rows is newer
     */
    static String header(String description, List<String> key, Optional<String> latestBy) {
        String keys = key.stream().map(ModelText::yaml).collect(Collectors.joining(", "));
        return "/* lakesmith\ndescription: " + yaml(description) + "\nmaterialized: merge\nunique_key: "
                + (key.size() == 1 ? keys : "[" + keys + "]")
                + latestBy.map(column -> "\nlatest_by: " + yaml(column)).orElse("") + "\n*/\n";
    }

    /** The query that gives the record without what repeats in it; the arrays stay, since their tables are made of them. */
    static String record(Relation relation, TableName from, Optional<String> alias) {
        return select(relation) + "FROM " + Identifiers.shown(from.schema()) + "." + Identifiers.shown(from.name())
                + alias.map(name -> " AS " + name).orElse("") + "\n";
    }

    /** The query that gives a row for each element. */
    static String elements(Relation relation, TableName from, List<String> keys, ElementNames names, String list) {
        String carried = keys.stream().map(Identifiers::shown).collect(Collectors.joining(", "));
        String position = Identifiers.shown(names.position());
        String element = Identifiers.shown(names.element());
        String source = Identifiers.shown(from.schema()) + "." + Identifiers.shown(from.name());
        boolean simple = list.equals(Identifiers.shown(names.column()));
        String before = simple
                ? ""
                : "lists AS (\n    SELECT\n        " + carried + ",\n        " + list + " AS "
                        + Identifiers.shown(names.list()) + "\n    FROM " + source + "\n), ";
        String array = simple ? list : Identifiers.shown(names.list());
        return "WITH " + before + "elements AS (\n    SELECT " + carried + ", generate_subscripts(" + array + ", 1) AS "
                + position + ", unnest(" + array + ") AS " + element + "\n    FROM " + (simple ? source : "lists")
                + "\n)\n" + select(relation) + "FROM elements\n";
    }

    private static String select(Relation relation) {
        List<String> columns = new ArrayList<>();
        relation.flat().forEach(output -> columns.add(INDENT + Relation.shown(output)));
        List<Output> kept = relation.kept();
        for (int i = 0; i < kept.size(); i++) {
            columns.add((i == 0 ? INDENT + "-- each becomes a table of its own\n" : "")
                    + INDENT
                    + Relation.shown(kept.get(i)));
        }
        return "SELECT\n" + String.join(",\n", columns) + "\n";
    }

    /** A plain word, or a text in quotes that ends neither a YAML value nor the comment around it. */
    private static String yaml(String text) {
        if (text.matches("[A-Za-z_][A-Za-z0-9_]*") && !text.matches("(?i)true|false|null|yes|no|on|off")) {
            return text;
        }
        if (text.matches("[A-Za-z_][A-Za-z0-9_ ,.;']*")) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
            } else if (point < ' ' || point == '/') {
                quoted.append("\\x%02x".formatted(point));
            } else {
                quoted.appendCodePoint(point);
            }
        });
        return quoted.append('"').toString();
    }

    /**
     * What the columns around an element are called.
     *
     * @param column the parent's column with the elements
     * @param position the element's place, from 1
     * @param element the element itself
     * @param list the list that is made of the column where it holds none
     */
    record ElementNames(String column, String position, String element, String list) {}
}
