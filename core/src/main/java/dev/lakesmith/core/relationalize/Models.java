package dev.lakesmith.core.relationalize;

import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.relationalize.ModelText.ElementNames;
import dev.lakesmith.core.relationalize.Nested.NestedColumn;
import dev.lakesmith.core.relationalize.Relation.Child;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the models of a nested table: the record, and below it one for each array, to any depth. */
final class Models {

    private final Nested nested;
    private final TableName parent;
    private final ColumnNames tables = new ColumnNames();
    private final List<NewModel> models = new ArrayList<>();

    Models(Nested nested, TableName parent) {
        this.nested = nested;
        this.parent = parent;
    }

    /** The columns of the record's table. */
    Relation record() {
        Relation relation = new Relation();
        String scope = alias().map(name -> name + ".").orElse("");
        for (NestedColumn column : nested.columns()) {
            String plain = scope + Identifiers.shown(column.name());
            if (column.access() == Access.TYPED) {
                relation.add(column.name(), plain, column.part(), Access.TYPED);
            } else if (column.part() instanceof Part.Fields) {
                // The text stays: later records may have fields that were not seen.
                relation.keep(column.name(), plain);
                relation.add(column.name(), "TRY_CAST(" + plain + " AS JSON)", column.part(), Access.JSON);
            } else {
                relation.nest(column.name(), plain, column.part(), Access.JSON);
            }
        }
        return relation;
    }

    /** All models, parents first. */
    List<NewModel> models(List<String> key, Optional<String> latestBy) {
        tables.unique(parent.name());
        Relation relation = record();
        String text =
                ModelText.header("One row per " + String.join(", ", key) + " of " + nested.name() + ".", key, latestBy)
                        + ModelText.record(relation, nested.name(), alias());
        models.add(new NewModel(parent, text, "one row per " + String.join(", ", key)));
        relation.children().forEach(child -> child(parent, key, child));
        return List.copyOf(models);
    }

    private void child(TableName from, List<String> keys, Child child) {
        Relation relation = new Relation();
        List<String> own = new ArrayList<>();
        keys.forEach(key -> own.add(relation.carry(key)));
        String position = relation.carry(child.column() + "_position");
        own.add(position);
        ColumnNames inside = new ColumnNames();
        own.forEach(inside::unique);
        String element = inside.unique("element");
        Part part = child.part() instanceof Part.Entries entries
                ? entry(entries)
                : ((Part.Elements) child.part()).element();
        relation.add("", Identifiers.shown(element), part, child.access());
        if (child.access() == Access.JSON) {
            relation.keep("raw", "CAST(" + Identifiers.shown(element) + " AS VARCHAR)");
        }

        TableName name = new TableName(
                from.schema(),
                tables.unique(from.name() + "_" + Names.mended(child.column()).orElse("elements")));
        String text = ModelText.header(
                        "One row per element of " + child.column() + " in " + from + ".", own, Optional.empty())
                + ModelText.elements(
                        relation,
                        from,
                        keys,
                        new ElementNames(child.column(), position, element, inside.unique("list")),
                        child.access().elements(Identifiers.shown(child.column()), child.part()));
        models.add(new NewModel(name, text, "one row per element of " + child.column()));
        relation.children().forEach(below -> child(name, own, below));
    }

    private static Part entry(Part.Entries entries) {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("key", entries.key());
        parts.put("value", entries.value());
        return new Part.Fields(parts);
    }

    /** A name for the table where one of its columns has the table's own, which a dot would then mean. */
    private Optional<String> alias() {
        boolean clash = nested.columns().stream()
                .anyMatch(column -> column.name().equalsIgnoreCase(nested.name().name())
                        || column.name().equalsIgnoreCase(nested.name().schema()));
        return clash ? Optional.of("source") : Optional.empty();
    }
}
