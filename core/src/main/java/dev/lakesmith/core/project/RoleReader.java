package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.role.Calendar;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.TableName;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a model's part in a star schema from its header, and the checks that come with it. */
final class RoleReader {

    private static final List<String> KEYS = List.of("dimension", "fact", "generate", "conform", "survive");

    private final Values header;
    private final Optional<TableName> model;
    private final Diagnostics diagnostics;
    private final TableClaims tables;

    RoleReader(Values header, Optional<TableName> model, Diagnostics diagnostics, TableClaims tables) {
        this.header = header;
        this.model = model;
        this.diagnostics = diagnostics;
        this.tables = tables;
    }

    /** The part; {@link Role#PLAIN} when the header gives none, or when it has mistakes, which are told. */
    Role role() {
        List<String> written = header.keys().stream().filter(KEYS::contains).toList();
        if (written.size() > 1) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace(written.get(1)),
                    "'" + written.get(1) + "' does not go with '" + written.get(0)
                            + "'; a model has one of them, so make two models");
            return Role.PLAIN;
        }
        Optional<Role> role = header.find("dimension", Values.class)
                .map(this::dimension)
                .or(() -> header.find("fact", Values.class).map(this::fact))
                .or(() ->
                        header.find("conform", Values.class).map(values -> ConformSpecs.conformed(values, diagnostics)))
                .or(() -> header.find("survive", Values.class).map(values -> ConformSpecs.golden(values, diagnostics)))
                .or(() -> header.find("generate", Values.class)
                        .flatMap(generate -> generate.find("dates", Values.class))
                        .flatMap(this::calendar));
        return role.orElse(Role.PLAIN);
    }

    private Role dimension(Values values) {
        Optional<String> from = values.find("valid_from", String.class);
        for (String key : List.of("valid_to", "current")) {
            if (values.keys().contains(key) && from.isEmpty()) {
                diagnostics.add(
                        ErrorCode.KEY_MISSING,
                        values.keyPlace(key),
                        "'" + key + "' stands without 'valid_from', the column with the moment a version began");
            }
        }
        Map<String, String> unknown = new LinkedHashMap<>();
        values.find("unknown", Values.class).ifPresent(texts -> texts.keys()
                .forEach(column -> texts.find(column, String.class).ifPresent(text -> unknown.put(column, text))));
        notEmpty(values, "key", "the columns that identify a member");
        return new Role.Dimension(
                values.texts("key"),
                values.find("surrogate", String.class).orElseGet(this::surrogate),
                from.map(column -> new Role.Versions(
                        column, values.find("valid_to", String.class), values.find("current", String.class))),
                unknown,
                duplicates(values),
                Optional.empty());
    }

    private String surrogate() {
        String name = model.map(TableName::name).orElse("member");
        return (name.startsWith("dim_") ? name.substring("dim_".length()) : name) + "_key";
    }

    private void notEmpty(Values values, String key, String what) {
        if (values.keys().contains(key) && values.find(key, Object.class).equals(Optional.of(List.of()))) {
            diagnostics.add(ErrorCode.VALUE_INVALID, values.place(key), "'" + key + "' is empty; name " + what);
        }
    }

    private static Severity duplicates(Values values) {
        return values.find("on_duplicates", String.class)
                .map(word -> Severity.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Severity.FAIL);
    }

    private Role fact(Values values) {
        notEmpty(values, "grain", "the columns that identify a row");
        Optional<TableName> rowsOf = values.find("rows_of", String.class).map(TableName::parse);
        rowsOf.ifPresent(table -> tables.use(table, values.place("rows_of"), "rows_of"));
        List<Role.Reference> references = new ArrayList<>();
        values.find("dimensions", Values.class)
                .ifPresent(dimensions -> dimensions.keys().forEach(column -> dimensions
                        .find(column, Values.class)
                        .flatMap(written -> reference(column, written))
                        .ifPresent(references::add)));
        return new Role.Fact(values.texts("grain"), duplicates(values), rowsOf, references);
    }

    private Optional<Role.Reference> reference(String column, Values values) {
        notEmpty(values, "by", "the columns that hold the member's key");
        return values.find("of", String.class).map(TableName::parse).map(of -> {
            tables.use(of, values.place("of"), "of");
            return new Role.Reference(
                    column,
                    of,
                    values.texts("by"),
                    values.find("as_of", String.class),
                    values.find("missing", String.class)
                            .map(word -> Role.Missing.valueOf(word.toUpperCase(Locale.ROOT)))
                            .orElse(Role.Missing.INFER));
        });
    }

    private Optional<Role> calendar(Values values) {
        Optional<LocalDate> from = values.find("from", String.class).map(LocalDate::parse);
        Optional<LocalDate> to = values.find("to", String.class).map(LocalDate::parse);
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (to.get().isBefore(from.get())) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place("to"),
                    "'to' " + to.get() + " is before 'from' " + from.get() + "; no day lies between them");
        }
        Optional<TableName> holidays = values.find("holidays", String.class).map(TableName::parse);
        holidays.ifPresent(table -> tables.use(table, values.place("holidays"), "holidays"));
        if (values.keys().contains("country") && holidays.isEmpty()) {
            diagnostics.add(
                    ErrorCode.KEY_MISSING,
                    values.keyPlace("country"),
                    "'country' chooses among holidays, but 'holidays' names no table");
        }
        List<DayOfWeek> weekend = values.keys().contains("weekend")
                ? values.texts("weekend").stream().map(RoleReader::weekday).toList()
                : List.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        Calendar calendar = new Calendar(
                from.get(),
                to.get(),
                values.find("fiscal_year_starts", Long.class)
                        .map(Math::toIntExact)
                        .orElse(1),
                values.find("fiscal_year_named_by", String.class)
                        .map(word -> Calendar.NamedBy.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Calendar.NamedBy.END),
                values.find("week_starts", String.class)
                        .map(RoleReader::weekday)
                        .orElse(DayOfWeek.MONDAY),
                weekend,
                holidays,
                values.find("country", String.class));
        return Optional.of(new Role.Dimension(
                List.of(Calendar.DATE), "date_key", Optional.empty(), Map.of(), Severity.FAIL, Optional.of(calendar)));
    }

    private static DayOfWeek weekday(String word) {
        return DayOfWeek.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Tells a materialization that the part does not go with. */
    void checkMaterialization(Role role, Materialization materialization) {
        String word = materialization.name().toLowerCase(Locale.ROOT);
        boolean another = materialization == Materialization.MERGE
                && header.keys().contains("unique_key")
                && !header.texts("unique_key").equals(mergeKey(role));
        if (another && !(role instanceof Role.Plain)) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.place("unique_key"),
                    "'unique_key' is not " + mergeKey(role) + ", by which the model's rows are told apart already;"
                            + " remove it");
        }
        if (role instanceof Role.Dimension dimension) {
            header.keys().stream()
                    .filter(List.of("deletes", "delete_when")::contains)
                    .forEach(key -> diagnostics.add(
                            ErrorCode.VALUE_INVALID,
                            header.keyPlace(key),
                            "a dimension keeps its members, because facts point to them; remove '" + key
                                    + "', or delete in the model that the dimension reads"));
            boolean onlyTable =
                    dimension.versions().isPresent() || dimension.calendar().isPresent();
            boolean fits = materialization == Materialization.TABLE
                    || (materialization == Materialization.MERGE && !onlyTable);
            if (!fits) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        header.place("materialized"),
                        "a dimension" + (onlyTable ? " with versions or of dates" : "") + " is materialized: table"
                                + (onlyTable ? "" : " or merge") + ", but this model is a " + word
                                + "; keep history in a model of its own and make the dimension from it");
            }
            if (materialization == Materialization.MERGE && dimension.duplicates() == Severity.QUARANTINE) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        header.find("dimension", Values.class).orElse(header).keyPlace("on_duplicates"),
                        "a merge keeps one row for each key, so there are no duplicates; remove 'on_duplicates'");
            }
        } else if ((role instanceof Role.Conformed || role instanceof Role.Golden)
                && materialization != Materialization.TABLE) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.place("materialized"),
                    "'" + (role instanceof Role.Conformed ? "conform" : "survive") + "' looks at all records together,"
                            + " so the model is a table, not a " + word + "; remove 'materialized'");
        } else if (role instanceof Role.Fact
                && (materialization == Materialization.VIEW || materialization == Materialization.SNAPSHOT)) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.place("materialized"),
                    "a fact keeps rows once, but this model is a " + word
                            + "; write materialized: table, append or merge");
        }
    }

    /** The columns that identify a row of a merge, when the header does not name them. */
    static List<String> mergeKey(Role role) {
        if (role instanceof Role.Dimension dimension) {
            return dimension.key();
        }
        return role instanceof Role.Fact fact ? fact.grain() : List.of();
    }

    /** True of versions that hold at some moment; those that only facts still name do not. */
    private static Optional<String> lasting(Role.Versions versions) {
        return versions.to()
                .map(to -> "(" + Identifiers.quote(versions.from()) + " = " + Identifiers.quote(to) + ") IS NOT TRUE");
    }

    /** The header's checks, which leave made members alone, and those that come with the part. */
    static List<Check> checks(Role role, Materialization materialization, List<Check> written) {
        List<Check> checks = new ArrayList<>();
        if (role instanceof Role.Dimension dimension) {
            String real = Identifiers.quote(dimension.surrogate()) + " IS DISTINCT FROM " + Role.Dimension.UNKNOWN_KEY;
            String known = real + " AND NOT " + Identifiers.quote(Role.Dimension.INFERRED);
            written.forEach(check -> checks.add(limited(check, known)));
            for (String column : dimension.key()) {
                checks.add(new Check(
                        Role.DIMENSION_CHECKS + "key." + column,
                        new Rule.NotNull(column),
                        Severity.QUARANTINE,
                        Optional.of(real)));
            }
            if (materialization != Materialization.MERGE) {
                List<String> identity = new ArrayList<>(dimension.key());
                dimension.versions().ifPresent(versions -> identity.add(versions.from()));
                checks.add(new Check(
                        Role.DIMENSION_CHECKS + "members",
                        new Rule.Unique(identity),
                        dimension.duplicates(),
                        dimension.versions().flatMap(RoleReader::lasting)));
            }
            checks.add(new Check(
                    Role.DIMENSION_CHECKS + "surrogates",
                    new Rule.Unique(List.of(dimension.surrogate())),
                    Severity.FAIL,
                    Optional.empty()));
        } else {
            checks.addAll(written);
        }
        if (role instanceof Role.Fact fact) {
            checks.addAll(grain(fact));
        } else if (role instanceof Role.Golden golden) {
            checks.add(new Check(
                    Role.CONFORM_CHECKS + "key",
                    new Rule.NotNull(golden.key()),
                    Severity.QUARANTINE,
                    Optional.empty()));
        } else if (role instanceof Role.Conformed conformed) {
            for (String column : conformed.record()) {
                checks.add(new Check(
                        Role.CONFORM_CHECKS + "record." + column,
                        new Rule.NotNull(column),
                        Severity.QUARANTINE,
                        Optional.empty()));
            }
            checks.add(new Check(
                    Role.CONFORM_CHECKS + "record",
                    new Rule.Unique(conformed.record()),
                    Severity.FAIL,
                    Optional.empty()));
        }
        return checks;
    }

    private static List<Check> grain(Role.Fact fact) {
        String name = Role.FACT_CHECKS + "grain";
        if (fact.duplicates() == Severity.FAIL) {
            return List.of(new Check(name, new Rule.Grain(fact.grain()), Severity.FAIL, Optional.empty()));
        }
        // Row by row, so that each goes to quarantine with its own reason.
        List<Check> checks = new ArrayList<>();
        for (String column : fact.grain()) {
            checks.add(new Check(name + "." + column, new Rule.NotNull(column), fact.duplicates(), Optional.empty()));
        }
        checks.add(new Check(name, new Rule.Unique(fact.grain()), fact.duplicates(), Optional.empty()));
        return checks;
    }

    private static Check limited(Check check, String condition) {
        if (!(check.rule() instanceof Rule.OfRow)) {
            return check;
        }
        String where = check.where().map(each -> "(" + each + ") AND ").orElse("") + condition;
        return new Check(check.name(), check.rule(), check.severity(), Optional.of(where), check.failures());
    }
}
