package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.KeptBeside;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which definition makes which table. */
final class TableClaims {

    private final Diagnostics diagnostics;
    private final Map<TableName, Place> claims = new TreeMap<>();
    private final Set<TableName> provided = new TreeSet<>();
    private final List<Use> uses = new ArrayList<>();

    private record Use(TableName table, Place place, String key) {}

    TableClaims(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Tells a second claim of one table. */
    void claim(TableName table, Place place) {
        Place first = claims.putIfAbsent(table, place);
        if (first != null) {
            diagnostics.add(
                    ErrorCode.TABLE_DUPLICATE,
                    place,
                    "the table " + table + " is made here and at " + first + "; rename one of them");
        }
    }

    /** Tables of these schemas are there, or appear with the first row. */
    private static boolean isMadeByTheProgram(String schema) {
        return KeptBeside.SCHEMAS.contains(schema) || schema.equals("lakesmith");
    }

    /** Notes a table that comes with another one. */
    void provide(TableName table) {
        provided.add(table);
    }

    /** Remembers that a key names a table, to be looked up when every file is read. */
    void use(TableName table, Place place, String key) {
        uses.add(new Use(table, place, key));
    }

    /** The tables that files claim, but no sound definition of the project makes. */
    Set<TableName> claimedBeside(Project project) {
        Set<TableName> broken = new TreeSet<>(claims.keySet());
        project.models().forEach(model -> broken.remove(model.name()));
        project.seeds().forEach(seed -> broken.remove(seed.name()));
        project.sources().forEach(source -> source.streams().forEach(stream -> broken.remove(stream.bronze())));
        return broken;
    }

    /** Tells every use of a table that nothing makes. */
    void tellUnknown() {
        List<String> known = claims.keySet().stream().map(TableName::toString).toList();
        for (Use use : uses) {
            if (!claims.containsKey(use.table())
                    && !provided.contains(use.table())
                    && !isMadeByTheProgram(use.table().schema())) {
                diagnostics.add(
                        ErrorCode.TABLE_UNKNOWN,
                        use.place(),
                        "'" + use.key() + "' names the table " + use.table() + ", which no source, model or seed makes"
                                + Nearest.hint(use.table().toString(), known));
            }
        }
    }
}
