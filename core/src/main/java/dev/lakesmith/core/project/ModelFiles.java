package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.role.CalendarSql;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the files of {@code models/}. */
final class ModelFiles {

    private final Variables variables;
    private final Diagnostics diagnostics;
    private final TableClaims tables;

    ModelFiles(Variables variables, Diagnostics diagnostics, TableClaims tables) {
        this.variables = variables;
        this.diagnostics = diagnostics;
        this.tables = tables;
    }

    /** The table's name by the file's place; empty when it is no name, which is told. */
    Optional<TableName> name(ProjectFolder.Found file) {
        String folder = file.shown().substring("models/".length(), file.shown().lastIndexOf('/'));
        Optional<String> schemaComplaint = Names.PART.complaint(folder);
        Optional<String> tableComplaint = Names.PART.complaint(file.stem());
        Place place = Place.of(file.shown());
        schemaComplaint.ifPresent(complaint -> diagnostics.add(
                ErrorCode.NAME_INVALID,
                place,
                "the schema name '" + folder + "' " + complaint + ", and rename the folder"));
        tableComplaint.ifPresent(complaint -> diagnostics.add(
                ErrorCode.NAME_INVALID,
                place,
                "the table name '" + file.stem() + "' " + complaint + ", and rename the file"));
        if (Names.isReserved(folder)) {
            diagnostics.add(
                    ErrorCode.NAME_INVALID,
                    place,
                    "the schema '" + folder + "' is reserved; move the model to another folder, such as models/silver");
            return Optional.empty();
        }
        if (schemaComplaint.isPresent() || tableComplaint.isPresent()) {
            return Optional.empty();
        }
        TableName name = new TableName(folder, file.stem());
        tables.claim(name, place);
        return Optional.of(name);
    }

    /** The model; empty when the file has mistakes, which are told. */
    Optional<Model> read(ProjectFolder.Found file, String text, Optional<TableName> name) {
        int before = diagnostics.count();
        SqlText sql = new SqlText(file.shown(), text);
        Values header = header(sql).orElseGet(() -> noHeader(file.shown()));
        RoleReader roles = new RoleReader(header, name, diagnostics, tables);
        Role role = roles.role();
        Optional<String> query = query(file, sql, header, role);
        List<ColumnContract> columns = ColumnSpecs.contracts(header, diagnostics);
        List<Check> checks = specs(header).checks();
        Materialization materialization = header.find("materialized", String.class)
                .map(word -> Materialization.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Materialization.TABLE);
        // A misspelt or unreadable 'materialized' would make every rule about it complain.
        boolean sure = header.keys().contains("materialized")
                ? header.find("materialized", String.class).isPresent()
                : diagnostics.count() == before;
        if (sure) {
            checkTogether(header, materialization, checks, role);
            roles.checkMaterialization(role, materialization);
            QuarantineSpecs.refuseOfView(header, materialization, diagnostics);
            ExportSpecs.refuseOfView(header, materialization, diagnostics);
            MissingSpecs.checkTogether(header, materialization, columns, diagnostics);
        }
        Optional<Versioning> versioning =
                sure ? VersioningSpecs.read(header, materialization, diagnostics) : Optional.empty();
        List<String> key = header.texts("unique_key");
        List<String> mergeKey =
                key.isEmpty() && materialization == Materialization.MERGE ? RoleReader.mergeKey(role) : key;
        List<TableName> changesOf =
                header.texts("changes_of").stream().map(TableName::parse).toList();
        changesOf.forEach(table -> tables.use(table, header.place("changes_of"), "changes_of"));
        return diagnostics.count() > before
                ? Optional.empty()
                : name.flatMap(known -> query.map(select -> new Model(
                        known,
                        select,
                        sql.queryPlace(),
                        materialization,
                        mergeKey,
                        header.find("latest_by", String.class),
                        changesOf,
                        DeletesSpecs.read(header),
                        versioning,
                        LayoutSpecs.read(header),
                        columns,
                        RoleReader.checks(role, materialization, checks),
                        role,
                        QuarantineSpecs.read(header),
                        ExportSpecs.read(header),
                        header.texts("tags"),
                        header.find("description", String.class).orElse(""),
                        header.find("owner", String.class).orElse(""))));
    }

    private Optional<String> query(ProjectFolder.Found file, SqlText sql, Values header, Role role) {
        sql.openComment().ifPresent(place -> {
            boolean inHeader = sql.headerPlace().equals(Optional.of(place));
            diagnostics.add(
                    inHeader ? ErrorCode.YAML_SYNTAX : ErrorCode.SQL_SYNTAX,
                    place,
                    inHeader
                            ? "the header begins here and has no end; write */ behind its last key"
                            : "this comment has no end; write */ behind it");
        });
        sql.strayHeader()
                .ifPresent(place -> diagnostics.add(
                        ErrorCode.YAML_SYNTAX,
                        place,
                        "a header stands once, before the query; move its keys to the top of the file"));
        Optional<String> query = sql.query();
        if (header.keys().contains("generate")) {
            query.ifPresent(text -> diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    sql.queryPlace(),
                    "the model has 'generate' in its header and a query too; remove one of them"));
            return generated(role);
        }
        if (query.isEmpty() && sql.openComment().isEmpty()) {
            diagnostics.add(
                    ErrorCode.SQL_SYNTAX,
                    Place.of(file.shown()),
                    "holds no query; write one SELECT" + (sql.header().isPresent() ? " behind the header" : ""));
        }
        return query;
    }

    private static Optional<String> generated(Role role) {
        return role instanceof Role.Dimension dimension ? dimension.calendar().map(CalendarSql::of) : Optional.empty();
    }

    Optional<Values> header(SqlText sql) {
        Optional<YamlText> yaml = sql.header();
        if (yaml.isEmpty()) {
            return Optional.empty();
        }
        int before = diagnostics.count();
        Optional<Node> root = yaml.get().compose(diagnostics);
        if (root.isEmpty() && diagnostics.count() > before) {
            // Nothing of the header is known, so no rule about its keys can be judged.
            return Optional.of(new Values(Place.of(yaml.get().file()), Map.of(), Map.of()));
        }
        return root.flatMap(node -> new SpecReader(yaml.get().file(), variables, Set.of(), diagnostics)
                .read(node, new ValueType.Nested(ProjectSpecs.MODEL)));
    }

    private static Values noHeader(String file) {
        return new Values(Place.of(file), Map.of(), Map.of("materialized", "table"));
    }

    /** The checks of a header. */
    CheckSpecs specs(Values header) {
        CheckSpecs checks = new CheckSpecs(header, diagnostics);
        header.find("columns", Values.class).ifPresent(columns -> {
            for (String column : columns.keys()) {
                columns.elements(column).stream()
                        .filter(Values.class::isInstance)
                        .map(Values.class::cast)
                        .forEach(written -> addChecks(checks, column, written));
            }
        });
        checks.addOfTable(header);
        header.elements("checks").stream()
                .filter(Values.class::isInstance)
                .map(Values.class::cast)
                .forEach(written -> use(written, "compare"));
        return checks;
    }

    private void addChecks(CheckSpecs checks, String column, Values written) {
        checks.addOfColumn(column, written);
        for (Values check : written.elements("checks").stream()
                .filter(Values.class::isInstance)
                .map(Values.class::cast)
                .toList()) {
            use(check, "relationships");
        }
    }

    /** Remembers the table that a check refers to. */
    private void use(Values check, String word) {
        check.find(word, Values.class).ifPresent(options -> options.find("to", String.class)
                .filter(to -> Names.TABLE.complaint(to).isEmpty())
                .map(TableName::parse)
                .ifPresent(to -> tables.use(to, options.place("to"), "to")));
    }

    private void checkTogether(Values header, Materialization materialization, List<Check> checks, Role role) {
        Set<String> written = header.keys();
        String word = materialization.name().toLowerCase(Locale.ROOT);
        boolean keyed = materialization == Materialization.MERGE || materialization == Materialization.SNAPSHOT;
        boolean keyOfRole = materialization == Materialization.MERGE
                && !RoleReader.mergeKey(role).isEmpty();
        if (keyed && !written.contains("unique_key") && !keyOfRole) {
            diagnostics.add(
                    ErrorCode.KEY_MISSING,
                    header.place("materialized"),
                    "'materialized: " + word + "' needs 'unique_key', the columns that identify a row, for example"
                            + " unique_key: customer_id");
        }
        boolean emptyKey = header.find("unique_key", Object.class).equals(Optional.of(List.of()));
        if (emptyKey) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.place("unique_key"),
                    "'unique_key' is empty; name the columns that identify a row");
        }
        if (written.contains("unique_key") && !keyed) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace("unique_key"),
                    "'unique_key' has a meaning only with 'materialized: merge' or 'snapshot', but the model is a "
                            + word + "; remove it or write materialized: merge");
        }
        if (written.contains("latest_by") && materialization != Materialization.MERGE) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace("latest_by"),
                    "'latest_by' has a meaning only with 'materialized: merge', but the model is a " + word
                            + (keyed ? "; write updated_at instead" : "; remove it or write materialized: merge"));
        }
        DeletesSpecs.check(header, materialization, diagnostics);
        if (materialization == Materialization.PARTITION && !written.contains("partition_by")) {
            diagnostics.add(
                    ErrorCode.KEY_MISSING,
                    header.place("materialized"),
                    "'materialized: partition' needs 'partition_by', for example partition_by: day(ordered_at)");
        }
        if (materialization == Materialization.VIEW) {
            for (String key : List.of("partition_by", "sort_by", "format_version", "max_shrink")) {
                if (written.contains(key)) {
                    diagnostics.add(
                            ErrorCode.VALUE_INVALID,
                            header.keyPlace(key),
                            "'" + key + "' has no meaning for a view, which keeps no rows; remove it");
                }
            }
        }
        boolean incremental =
                keyed || materialization == Materialization.APPEND || materialization == Materialization.PARTITION;
        if (materialization == Materialization.APPEND
                && header.texts("changes_of").size() > 1) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.place("changes_of"),
                    "'changes_of' of a model that is materialized: append names one table, the one whose new rows give"
                            + " new rows; name one, or write materialized: merge");
        }
        if (written.contains("changes_of") && !incremental) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace("changes_of"),
                    "'changes_of' has a meaning only with 'materialized: append', 'merge', 'partition' or 'snapshot', but"
                            + " the model is a " + word + "; remove it");
        }
        boolean remembers = checks.stream()
                .anyMatch(check -> check.rule() instanceof Check.Rule.Measured rule
                        && rule.change().isPresent());
        if (materialization == Materialization.VIEW && remembers) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace("materialized"),
                    "a view keeps no history, so 'change' has nothing to compare with; write materialized: table, or"
                            + " remove 'change'");
        }
        boolean quarantines = checks.stream().anyMatch(check -> check.severity() == Severity.QUARANTINE);
        if (materialization == Materialization.VIEW && quarantines) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace("materialized"),
                    "a view keeps no rows, so none can go to quarantine; write materialized: table, or severity warn"
                            + " or fail");
        }
    }
}
