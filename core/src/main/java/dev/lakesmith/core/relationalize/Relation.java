package dev.lakesmith.core.relationalize;

import dev.lakesmith.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** The flat columns of one table, and the columns that nest and become tables of their own. */
final class Relation {

    /** A column of the query. */
    record Output(String name, String expression) {}

    /** A column that holds elements. */
    record Child(String column, Part part, Access access) {}

    private final ColumnNames names = new ColumnNames();
    private final List<Output> flat = new ArrayList<>();
    private final List<Output> kept = new ArrayList<>();
    private final List<Child> children = new ArrayList<>();

    /** Adds a value with everything in it; one without a name is called {@code value}. */
    void add(String wanted, String expression, Part part, Access access) {
        if (part instanceof Part.Fields fields) {
            fields.parts()
                    .forEach((field, inner) -> add(
                            wanted.isEmpty() ? field : wanted + "_" + field,
                            access.field(expression, field),
                            inner,
                            access));
        } else if (part instanceof Part.Value) {
            keep(wanted.isEmpty() ? "value" : wanted, access.value(expression));
        } else {
            nest(wanted.isEmpty() ? "value" : wanted, access.kept(expression), part, access);
        }
    }

    /** Adds a column as it is, and tells what it is called. */
    String keep(String wanted, String expression) {
        String name = names.unique(wanted);
        flat.add(new Output(name, expression));
        return name;
    }

    /** Adds a column of another query that has this name there. */
    String carry(String wanted) {
        String name = names.unique(wanted);
        flat.add(new Output(name, Identifiers.shown(name)));
        return name;
    }

    /** Adds a column whose elements become a table. */
    void nest(String wanted, String expression, Part part, Access access) {
        String name = names.unique(wanted);
        kept.add(new Output(name, expression));
        children.add(new Child(name, part, access));
    }

    List<Output> flat() {
        return flat;
    }

    List<Output> kept() {
        return kept;
    }

    List<Child> children() {
        return children;
    }

    /** A column as it stands in a select list. */
    static String shown(Output output) {
        String name = Identifiers.shown(output.name());
        return output.expression().equals(name) ? name : output.expression() + " AS " + name;
    }
}
