package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.ParameterTypes;
import dev.lakesmith.core.role.Links;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.ParseOption;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Holds what a header says of a model's part in a star against the columns of the model and of its dimensions. */
final class RoleChecks {

    private static final String KEY_TYPES = "whole numbers, VARCHAR, DATE, DECIMAL, TIMESTAMP, UUID or BOOLEAN";

    private final Model model;
    private final Links links;
    private final List<TableName> reads;
    private final List<Column> columns;
    private final Map<TableName, List<Column>> known;
    private final SqlAnalyzer sql;
    private final Supplier<HeaderPlaces> places;
    private final List<Diagnostic> found = new ArrayList<>();

    /**
     * @param analyzed the model
     * @param columns of its table
     * @param known the columns of tables
     * @param sql binds the expressions of rules
     */
    RoleChecks(
            AnalyzedModel analyzed,
            List<Column> columns,
            Map<TableName, List<Column>> known,
            SqlAnalyzer sql,
            Supplier<HeaderPlaces> places) {
        this.model = analyzed.model();
        this.links = analyzed.links();
        this.reads =
                analyzed.query().tables().stream().map(TableReference::name).toList();
        this.columns = columns;
        this.known = known;
        this.sql = sql;
        this.places = places;
    }

    List<Diagnostic> run() {
        if (model.role() instanceof Role.Dimension dimension) {
            dimension(dimension);
        } else if (model.role() instanceof Role.Fact fact) {
            fact.grain()
                    .forEach(column -> mustExist(column, "grain", places.get().path("fact", "grain")));
            fact.rowsOf()
                    .filter(table -> !reads.contains(table))
                    .ifPresent(table -> tell(
                            ErrorCode.TABLE_UNKNOWN,
                            places.get().path("fact", "rows_of"),
                            "'rows_of' names " + table + ", which the query does not read; it reads " + reads));
            links.lookups().forEach(this::lookup);
        } else if (model.role() instanceof Role.Conformed conformed) {
            conformed(conformed);
        } else if (model.role() instanceof Role.Golden golden) {
            golden(golden);
        }
        for (ColumnContract contract : model.columns()) {
            boolean added = RoleColumns.keys(model.role()).stream().anyMatch(contract.name()::equalsIgnoreCase);
            if (added && contract.type().isPresent()) {
                tell(
                        ErrorCode.VALUE_INVALID,
                        places.get().column(contract.name()),
                        "'" + contract.name() + "' is a surrogate key that the header adds as BIGINT; remove its type");
            }
        }
        return found;
    }

    private void conformed(Role.Conformed conformed) {
        conformed
                .record()
                .forEach(column -> mustExist(column, "record", places.get().path("conform", "record")));
        sql.declare(TableReference.THIS, columns);
        for (Role.MatchRule rule : conformed.rules()) {
            for (String value : rule.values()) {
                try {
                    int given = sql.columns(
                                    sql.parse("SELECT (" + value + "\n) AS v FROM this", ParseOption.ALLOW_THIS),
                                    Map.of())
                            .size();
                    if (given != 1) {
                        throw new SqlException(ErrorCode.SQL_SYNTAX, "this is not one expression", 0, 0);
                    }
                } catch (SqlException e) {
                    tell(
                            e.code(),
                            places.get().path("conform", "match", rule.name()),
                            "rule '" + rule.name() + "', '" + value + "': " + e.message());
                }
            }
        }
    }

    private void golden(Role.Golden golden) {
        mustExist(golden.key(), "key", places.get().path("survive", "key"));
        golden.source()
                .ifPresent(column -> mustExist(column, "source", places.get().path("survive", "source")));
        golden.latest()
                .ifPresent(column -> mustExist(column, "latest", places.get().path("survive", "latest")));
        golden.columns()
                .keySet()
                .forEach(column -> mustExist(column, "columns", places.get().path("survive", "columns", column)));
    }

    private void dimension(Role.Dimension dimension) {
        for (String key : dimension.key()) {
            mustExist(key, "key", places.get().path("dimension", "key"))
                    .filter(type -> !isKeyType(type))
                    .ifPresent(type -> tell(
                            ErrorCode.VALUE_INVALID,
                            places.get().path("dimension", "key"),
                            "the key '" + key + "' is " + type + "; keys are " + KEY_TYPES + ", so cast it"));
        }
        if (dimension.keyIsSurrogate()) {
            type(dimension.surrogate())
                    .filter(type -> !type.equals("BIGINT"))
                    .ifPresent(type -> tell(
                            ErrorCode.VALUE_INVALID,
                            places.get().path("dimension", "surrogate"),
                            "'" + dimension.surrogate() + "' is " + type + ", but a key that is its own surrogate must"
                                    + " be BIGINT; cast it, or give the surrogate another name"));
        }
        dimension.versions().ifPresent(versions -> {
            moment(versions.from(), "valid_from");
            versions.to().ifPresent(column -> moment(column, "valid_to"));
            versions.current().ifPresent(column -> mustExist(
                            column, "current", places.get().path("dimension", "current"))
                    .filter(type -> !type.equals("BOOLEAN"))
                    .ifPresent(type -> tell(
                            ErrorCode.VALUE_INVALID,
                            places.get().path("dimension", "current"),
                            "'" + column + "' is " + type + ", but 'current' names a BOOLEAN column")));
        });
        dimension.unknown().forEach((column, text) -> {
            Place place = places.get().path("dimension", "unknown", column);
            mustExist(column, "unknown", place)
                    .flatMap(type -> ParameterTypes.unfit(type, text))
                    .ifPresent(wanted -> tell(
                            ErrorCode.VALUE_INVALID,
                            place,
                            "'" + text + "' is no value of '" + column + "', which is "
                                    + type(column).orElse("") + "; write " + wanted));
        });
    }

    private void moment(String column, String key) {
        Place place = places.get().path("dimension", key);
        mustExist(column, key, place)
                .filter(type -> !isMoment(type))
                .ifPresent(type -> tell(
                        ErrorCode.VALUE_INVALID,
                        place,
                        "'" + column + "' is " + type + ", but '" + key + "' names a DATE or TIMESTAMP column"));
    }

    private void lookup(Links.Lookup lookup) {
        Role.Reference reference = lookup.reference();
        Role.Dimension dimension = lookup.dimension();
        Place by = places.get().path("fact", "dimensions", reference.column(), "by");
        if (reference.by().size() != dimension.key().size()) {
            tell(
                    ErrorCode.VALUE_INVALID,
                    by,
                    "'by' names " + reference.by().size() + " columns " + reference.by() + ", but the key of "
                            + reference.of() + " has " + dimension.key().size() + ": " + dimension.key());
            return;
        }
        for (int i = 0; i < reference.by().size(); i++) {
            Optional<String> given = mustExist(reference.by().get(i), "by", by);
            String key = dimension.key().get(i);
            Optional<String> wanted =
                    Optional.ofNullable(known.get(reference.of())).flatMap(all -> typeOf(key, all));
            if (given.isPresent() && dimension.calendar().isPresent()) {
                if (!isMoment(given.get())) {
                    tell(
                            ErrorCode.VALUE_INVALID,
                            by,
                            "'" + reference.by().get(i) + "' is " + given.get() + ", but " + reference.of()
                                    + " holds days; 'by' must be a DATE or TIMESTAMP column");
                }
            } else if (given.isPresent() && wanted.isPresent() && !agree(given.get(), wanted.get())) {
                tell(
                        ErrorCode.VALUE_INVALID,
                        by,
                        "'" + reference.by().get(i) + "' is " + given.get() + ", but the key '" + key + "' of "
                                + reference.of() + " is " + wanted.get() + "; cast it, so that equal members have"
                                + " equal keys");
            }
        }
        asOf(reference, dimension);
    }

    private void asOf(Role.Reference reference, Role.Dimension dimension) {
        Place place = places.get().path("fact", "dimensions", reference.column(), "as_of");
        if (dimension.versions().isPresent() && reference.asOf().isEmpty()) {
            tell(
                    ErrorCode.KEY_MISSING,
                    place,
                    reference.of() + " has versions; name the column with the moment that counts, for example as_of:"
                            + " ordered_at");
        } else if (dimension.versions().isEmpty() && reference.asOf().isPresent()) {
            tell(
                    ErrorCode.VALUE_INVALID,
                    place,
                    reference.of() + " has no versions, so 'as_of' has no meaning; remove it, or give the dimension"
                            + " 'valid_from'");
        }
        reference.asOf().ifPresent(column -> mustExist(column, "as_of", place)
                .filter(type -> !isMoment(type))
                .ifPresent(type -> tell(
                        ErrorCode.VALUE_INVALID,
                        place,
                        "'" + column + "' is " + type + ", but 'as_of' names a DATE or TIMESTAMP column")));
    }

    private Optional<String> mustExist(String column, String key, Place place) {
        Optional<String> type = type(column);
        if (type.isEmpty()) {
            List<String> names = columns.stream().map(Column::name).toList();
            tell(
                    ErrorCode.SQL_BINDING,
                    place,
                    "'" + key + "' names '" + column + "', which the query does not give" + Nearest.hint(column, names)
                            + "; it gives " + names);
        }
        return type;
    }

    private Optional<String> type(String column) {
        return typeOf(column, columns);
    }

    private static Optional<String> typeOf(String name, List<Column> columns) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .map(Column::type)
                .findFirst();
    }

    private static boolean agree(String given, String wanted) {
        return given.equals(wanted) || (isWhole(given) && isWhole(wanted));
    }

    private static boolean isWhole(String type) {
        return type.equals("INTEGER") || type.equals("BIGINT");
    }

    private static boolean isMoment(String type) {
        return type.equals("DATE") || type.startsWith("TIMESTAMP");
    }

    private static boolean isKeyType(String type) {
        return isWhole(type)
                || type.startsWith("DECIMAL")
                || isMoment(type)
                || List.of("VARCHAR", "UUID", "BOOLEAN").contains(type);
    }

    private void tell(ErrorCode code, Place place, String message) {
        found.add(new Diagnostic(code, place, message));
    }
}
