package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.BuildOutcome;
import dev.lakesmith.core.engine.BuildRequest;
import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.core.engine.Companion;
import dev.lakesmith.core.engine.Loss;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.TableChanges;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.Shape;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Computes one model. */
final class ModelBuild {

    private static final String STAGE = "_ls_stage";
    private static final String WHOLE = "_ls_whole";

    private final Session session;
    private final BuildRequest request;
    private final Branch branch;
    private final LakeView view;
    private final Session.Dependencies dependencies;
    private final Pruning pruning;
    private final Progress progress;
    private final RoleSql role;

    ModelBuild(
            Session session,
            BuildRequest request,
            Branch branch,
            LakeView view,
            Session.Dependencies dependencies,
            Pruning pruning,
            Progress progress) {
        this.session = session;
        this.request = request;
        this.branch = branch;
        this.view = view;
        this.dependencies = dependencies;
        this.pruning = pruning;
        this.progress = progress;
        this.role = new RoleSql(session, request, view);
    }

    BuildOutcome run() {
        Optional<AffectedRows> affected = affected();
        OptionalLong inputRows = defineInputs();
        String sql = Rendered.sql(request.query());
        TableDraft draft = branch.draft(
                request.model().name(), request.columns(), request.model().layout());
        if (request.reading() instanceof Reading.Rebuild) {
            draft.replaceSchema(request.columns(), request.model().layout());
        }
        draft.sortBy(request.model().layout());
        String given = role.over(sql, sql);
        List<Column> wanted = VersionColumns.given(request.columns(), request.model());
        RowRules rules = RowRules.of(request.model(), session.columns(given), wanted, staying(affected), this::whole);
        boolean keyed = !request.model().uniqueKey().isEmpty();
        if (rules.canRefuse() || keyed || affected.isPresent()) {
            String judged = rules.judged(role.over(RowOrigin.added(session, request.query(), sql, view), sql));
            // Inputs that are read whole give rows of other keys too, and those are in the table already.
            String wanting = affected.map(rows -> rows.ofTable(judged)).orElse(judged);
            return staged(draft, rules, wanting, inputRows, affected);
        }
        return direct(draft, rules.typed(given), inputRows);
    }

    private Optional<AffectedRows> affected() {
        if (!(request.reading() instanceof Reading.Affected reading)) {
            return Optional.empty();
        }
        AffectedRows affected = new AffectedRows(session, reading, view);
        affected.define(progress);
        return Optional.of(affected);
    }

    /** The rows that are there already and stay, whatever this build adds, or are replaced by key. */
    private Optional<String> staying(Optional<AffectedRows> affected) {
        Materialization kind = request.model().materialization();
        boolean partitions = kind == Materialization.PARTITION && affected.isPresent();
        boolean continues = kind == Materialization.APPEND || kind == Materialization.MERGE || partitions;
        if (!continues || request.reading() instanceof Reading.Rebuild) {
            return Optional.empty();
        }
        Optional<String> there = view.table(request.model().name())
                .map(table -> TableScan.of(session, table).sql());
        return partitions ? there.map(affected.orElseThrow()::notOfTable) : there;
    }

    /** A table under a name that shows all of its rows, also when the query sees only those that changed. */
    private TableName whole(TableName table) {
        if (view.table(table).isEmpty()) {
            return table;
        }
        TableName name = new TableName(WHOLE, table.toString());
        session.define(
                name, TableScan.of(session, view.table(table).orElseThrow()).sql());
        return name;
    }

    /** Names the inputs; tells how many rows they hold when the query is one row in, at most one row out. */
    private OptionalLong defineInputs() {
        if (request.reading() instanceof Reading.Changes changes) {
            LakeTable input = view.table(changes.input()).orElseThrow(() -> UnknownTable.in(view, changes.input()));
            List<ScanFile> added = input.changesSince(changes.sinceSnapshot())
                    .filter(TableChanges::onlyGrew)
                    .orElseThrow(() -> new IllegalStateException(
                            changes.input() + " did more than grow since snapshot " + changes.sinceSnapshot()))
                    .added();
            session.define(changes.input(), TableScan.of(session, input, added).sql());
        }
        List<TableName> read =
                request.query().tables().stream().map(TableReference::name).toList();
        List<TableName> alsoNeeded = new ArrayList<>();
        // Checks of other severities run when everything is staged.
        request.model().checks().stream()
                .filter(check -> check.severity() == Severity.QUARANTINE)
                .forEach(check -> alsoNeeded.addAll(CheckTables.of(check)));
        alsoNeeded.addAll(role.tables());
        alsoNeeded.remove(request.model().name());
        boolean simple = role.keepsShape() && request.query().shape() instanceof Shape.Simple && read.size() == 1;
        // What others than the query read too is read whole.
        session.define(alsoNeeded, dependencies);
        OptionalLong leftOut = simple ? leftOut(read.get(0)) : OptionalLong.of(0);
        List<TableName> inputs = new ArrayList<>(read);
        inputs.remove(request.model().name());
        session.define(inputs, dependencies, leftOut.isPresent() ? pruning : Pruning.NONE);
        session.bind(request.parameters());
        return simple
                ? OptionalLong.of(
                        session.number("SELECT count(*) FROM " + Identifiers.quote(read.get(0))) + leftOut.orElse(0))
                : OptionalLong.empty();
    }

    /** How many rows of the only input are not read because the query has no use for them; empty when unknown. */
    private OptionalLong leftOut(TableName input) {
        if (session.isDefined(input)) {
            return OptionalLong.of(0);
        }
        return view.table(input).map(table -> pruning.rowsLeftOut(input, table)).orElse(OptionalLong.empty());
    }

    private BuildOutcome direct(TableDraft draft, String select, OptionalLong inputRows) {
        WrittenFiles files = ParquetCopy.write(session, draft, select, progress);
        role.refuseFanOut(files.rows());
        Ledger ledger = ledger(files.rows(), files.rows(), 0, new TreeMap<>(), inputRows);
        return new BuildOutcome(
                draft,
                change(files),
                quarantine(0, Optional.empty()),
                ledger,
                Optional.empty(),
                loss(lost(files.rows())));
    }

    private Loss loss(long rows) {
        return new Loss(
                rows, view.table(request.model().name()).map(LakeTable::rows).orElse(0L), Loss.Kind.ROWS);
    }

    /** How many rows fewer the table has when all of it is made anew. */
    private long lost(long rows) {
        boolean guarded = request.model().materialization() != Materialization.TABLE
                || request.model().deletes().maxShrink().isPresent();
        return guarded && request.reading() instanceof Reading.Rebuild
                ? Math.max(
                        0,
                        view.table(request.model().name()).map(LakeTable::rows).orElse(0L) - rows)
                : 0;
    }

    private BuildOutcome staged(
            TableDraft draft, RowRules rules, String judged, OptionalLong inputRows, Optional<AffectedRows> affected) {
        String stage = isReadAgain(rules) ? "CREATE VIEW " : "CREATE TABLE ";
        session.execute(stage + STAGE + " AS " + judged, progress);
        rules.refuseOrphans(session, STAGE);
        long produced = session.number("SELECT count(*) FROM " + STAGE);
        role.refuseFanOut(produced);
        role.note(STAGE).ifPresent(progress::warn);
        long made = role.made(STAGE);
        OptionalLong givenRows = inputRows.isPresent() ? OptionalLong.of(inputRows.getAsLong() + made) : inputRows;
        long refused = session.number("SELECT count(*) FROM " + STAGE + " WHERE " + RowRules.REASON + " IS NOT NULL");
        Optional<ConformBuild> identities = role.identities();
        String judgedSound = rules.sound(STAGE);
        String sound = identities
                .map(each -> each.identified(judgedSound, draft, progress))
                .orElse(judgedSound);
        Map<String, Long> drops = new TreeMap<>(rules.missing().drops(session, STAGE));
        long folded = role.folded(STAGE, drops);
        Map<String, Ledger.Filled> fills = rules.missing().fills(session, judgedSound);
        RowChange change;
        long written;
        Loss loss;
        if (request.model().materialization() == Materialization.MERGE) {
            MergeBuild merge = new MergeBuild(
                    session, request, view, draft, affected, keys -> wholeInput(rules, judged, keys), progress);
            change = merge.run(sound, drops);
            written = merge.written();
            loss = loss(merge.removed() + lost(written));
        } else if (request.model().versioning().isPresent()) {
            VersionBuild versions =
                    new VersionBuild(session, request, view, draft, keys -> wholeInput(rules, judged, keys), progress);
            change = versions.run(STAGE, sound, drops);
            written = versions.written();
            loss = versions.loss().orElse(loss(lost(change.added().rows())));
        } else if (affected.isPresent()) {
            PartitionBuild partitions = new PartitionBuild(session, view, draft, affected.get(), progress);
            change = partitions.run(request.model().name(), sound);
            written = partitions.written();
            loss = loss(partitions.removed());
        } else {
            change = change(ParquetCopy.write(session, draft, sound, progress));
            written = change.added().rows();
            loss = loss(lost(written));
        }
        Quarantined quarantine = quarantine(refused, affected);
        Ledger ledger =
                ledger(produced + folded, written, refused, drops, givenRows).withFilled(fills);
        Optional<Companion> companion = identities.flatMap(each -> each.history(branch, progress));
        return new BuildOutcome(draft, change, quarantine, ledger, companion, loss);
    }

    /**
     * Whether the rows are computed where they are needed, and kept nowhere. Reading a table again costs less than
     * keeping all its rows, which fit in memory seldom.
     */
    private boolean isReadAgain(RowRules rules) {
        Model model = request.model();
        return request.reading() instanceof Reading.Rebuild
                && model.materialization() == Materialization.MERGE
                && model.role() instanceof Role.Plain
                && request.query().shape() instanceof Shape.Simple
                && rules.onlyWantKeys()
                && Repeatable.is(session, Rendered.sql(request.query()));
    }

    /** All sound rows of the input with some keys, when only new rows were read at first. */
    private String wholeInput(RowRules rules, String judged, String keys) {
        if (request.reading() instanceof Reading.Changes changes) {
            session.define(
                    changes.input(),
                    TableScan.of(session, view.table(changes.input()).orElseThrow())
                            .sql());
        }
        String columns =
                request.model().uniqueKey().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
        session.execute(
                "CREATE TABLE " + WHOLE + " AS SELECT * FROM (" + judged + ") SEMI JOIN " + keys + " USING (" + columns
                        + ")",
                progress);
        return rules.sound(WHOLE);
    }

    private RowChange change(WrittenFiles files) {
        return request.reading() instanceof Reading.Rebuild
                ? new RowChange.ReplaceAll(files)
                : new RowChange.Append(files);
    }

    private Ledger ledger(long produced, long written, long refused, Map<String, Long> drops, OptionalLong inputRows) {
        long read = produced;
        if (inputRows.isPresent() && request.query().shape() instanceof Shape.Simple simple) {
            read = inputRows.getAsLong();
            drops.put("filtered: " + Objects.requireNonNullElse(simple.where(), "no condition"), read - produced);
        }
        return Ledger.of(read, written, refused, drops)
                .balanced(request.model().name().toString());
    }

    private Quarantined quarantine(long refused, Optional<AffectedRows> affected) {
        Model model = request.model();
        String rows = "SELECT " + RowRules.REASON + " AS reason, " + RowRules.RAW + " AS raw, "
                + RowOrigin.FILE + " AS file, CAST(NULL AS BIGINT) AS line, " + RowOrigin.BATCH + " AS batch_id FROM "
                + STAGE + " WHERE " + RowRules.REASON
                + " IS NOT NULL";
        QuarantineWriter writer = new QuarantineWriter(branch, request.runId(), request.startedAt());
        Optional<LakeTable> held = view.table(Quarantined.tableFor(model.name()));
        if (affected.isPresent() && held.isPresent()) {
            return new AffectedQuarantine(session, held.get(), request.columns(), affected.get(), writer)
                    .write(model.name(), rows, progress);
        }
        QuarantineWriter.Earlier earlier = request.reading() instanceof Reading.Changes
                ? QuarantineWriter.Earlier.KEPT
                : QuarantineWriter.Earlier.REPLACED;
        return writer.write(session, model.name(), rows, refused, earlier, progress);
    }
}
