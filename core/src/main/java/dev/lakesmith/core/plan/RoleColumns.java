package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;

/** The columns that a model's part adds to those of its query. */
final class RoleColumns {

    private static final String KEY_TYPE = "BIGINT";

    private RoleColumns() {}

    /**
     * All columns of the table, in its order.
     *
     * @throws LakesmithException SQL_BINDING when the query gives a column of that name itself
     */
    static List<Column> with(Model model, List<Column> given) {
        List<Column> columns = new ArrayList<>();
        keys(model.role()).forEach(key -> columns.add(new Column(key, KEY_TYPE)));
        List<Column> flags = behind(model.role());
        for (Column added : concat(columns, flags)) {
            if (given.stream().anyMatch(column -> column.name().equalsIgnoreCase(added.name()))) {
                throw new LakesmithException(
                        ErrorCode.SQL_BINDING,
                        "the query gives a column named '" + added.name() + "', which the header adds too; give it"
                                + " another name with AS, or name another column in the header");
            }
        }
        columns.addAll(given);
        columns.addAll(flags);
        return columns;
    }

    /** The columns that are added behind those of the query. */
    private static List<Column> behind(Role role) {
        if (role instanceof Role.Dimension) {
            return List.of(new Column(Role.Dimension.INFERRED, "BOOLEAN"));
        } else if (role instanceof Role.Conformed) {
            return List.of(
                    new Column(Role.Conformed.MATCHED_BY, "VARCHAR"),
                    new Column(Role.Conformed.KNOWN_SINCE, "TIMESTAMP WITH TIME ZONE"));
        }
        return role instanceof Role.Golden ? List.of(new Column(Role.Golden.RECORDS, KEY_TYPE)) : List.of();
    }

    /** The surrogate key columns that are added. */
    static List<String> keys(Role role) {
        if (role instanceof Role.Dimension dimension) {
            return dimension.keyIsSurrogate() ? List.of() : List.of(dimension.surrogate());
        }
        if (role instanceof Role.Conformed conformed) {
            return List.of(conformed.key());
        }
        return role instanceof Role.Fact fact
                ? fact.dimensions().stream().map(Role.Reference::column).toList()
                : List.of();
    }

    private static List<Column> concat(List<Column> first, List<Column> second) {
        List<Column> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
