package dev.lakesmith.core.plan;

import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Decides what a run does. Reads nothing but its request; writes nothing. */
public final class Planner {

    private final PlanRequest request;
    private final SqlAnalyzer sql;
    private final Map<TableName, TableName> owners;
    private final List<Step> steps = new ArrayList<>();
    private final Set<TableName> changing = new HashSet<>();
    /** Of those, tables of which every row is made again: what the changes are shows only then. */
    private final Set<TableName> anew = new HashSet<>();
    /** What will change below a view that needs no step itself. */
    private final Map<TableName, Set<TableName>> behindViews = new HashMap<>();

    private final List<String> notes = new ArrayList<>();
    private int upToDate;

    private Planner(PlanRequest request, SqlAnalyzer sql) {
        this.request = request;
        this.sql = sql;
        this.owners = QuarantineOwners.in(request.analysis().project());
    }

    /** The plan; inputs before what reads them. */
    public static Plan plan(PlanRequest request, SqlAnalyzer sql) {
        return new Planner(request, sql).plan();
    }

    private Plan plan() {
        Project project = request.analysis().project();
        for (Source source : project.sources()) {
            for (Stream stream : source.streams()) {
                if (request.selection().includes(stream.bronze())) {
                    stream(source, stream);
                }
            }
        }
        for (Seed seed : project.seeds()) {
            if (request.selection().includes(seed.name())) {
                seed(seed);
            }
        }
        for (AnalyzedModel model : request.analysis().models()) {
            if (request.selection().includes(model.model().name())) {
                model(model);
            }
        }
        checkAgain();
        ForeignWrites foreign = new ForeignWrites(request.view(), this::rebuilds);
        steps.forEach(step -> foreign.told(step).ifPresent(notes::add));
        steps.addAll(ExportPlan.of(request, changing));
        Leftovers.told(request.view(), project).ifPresent(notes::add);
        return new Plan(steps, upToDate, notes);
    }

    /** Only when every change is known: a check may read tables that come later. */
    private void checkAgain() {
        RecheckPlan recheck = new RecheckPlan(request.view(), changing, behindViews, sql);
        for (AnalyzedModel model : request.analysis().models()) {
            boolean stays = request.selection().includes(model.model().name())
                    && !changing.contains(model.model().name());
            if (stays) {
                recheck.step(model).ifPresent(step -> {
                    steps.add(step);
                    upToDate--;
                });
            }
        }
    }

    private void stream(Source source, Stream stream) {
        Pending pending = request.pending().getOrDefault(stream.landing(), Pending.NOTHING);
        pending.notes().forEach(note -> notes.add(source.name() + "." + stream.name() + ": " + note));
        boolean extracts = !pending.isNothing();
        if (extracts) {
            steps.add(new Step.Extract(source, stream, pending, pending.reason()));
        }
        loadReason(stream, extracts).ifPresentOrElse(this::add, () -> upToDate++);
    }

    private Optional<Step> loadReason(Stream stream, boolean extracts) {
        Optional<LakeTable> bronze = request.view().table(stream.bronze());
        String landed = request.landedBatches().get(stream.landing());
        Set<TableName> after = extracts ? Set.of(stream.landing()) : Set.of();
        if (bronze.isPresent() && landed != null) {
            boolean redefined = !bronze.get()
                    .property(LakeProperties.FINGERPRINT)
                    .equals(Optional.of(StreamFingerprint.of(stream)));
            if (redefined) {
                return load(stream, Step.Load.Extent.ALL, "its format or columns changed", after);
            }
            if (request.refresh() == Refresh.FULL) {
                return load(stream, Step.Load.Extent.ALL, "full refresh from landing", after);
            }
        }
        if (extracts) {
            return load(stream, Step.Load.Extent.NEW, "files will be landed", after);
        }
        String position =
                bronze.flatMap(table -> table.property(LakeProperties.POSITION)).orElse("");
        return landed != null && landed.compareTo(position) > 0
                ? load(stream, Step.Load.Extent.NEW, "landed files are not loaded yet", after)
                : Optional.empty();
    }

    private static Optional<Step> load(Stream stream, Step.Load.Extent extent, String reason, Set<TableName> after) {
        return Optional.of(new Step.Load(stream, extent, reason, after));
    }

    private void seed(Seed seed) {
        String fingerprint = request.seeds().getOrDefault(seed.name(), "");
        Optional<LakeTable> table = request.view().table(seed.name());
        Optional<String> known = table.flatMap(found -> found.property(LakeProperties.FINGERPRINT));
        if (table.isEmpty()) {
            add(new Step.Plant(seed, fingerprint, "not loaded yet"));
        } else if (!known.equals(Optional.of(fingerprint))) {
            add(new Step.Plant(seed, fingerprint, "the file changed"));
        } else if (request.refresh() == Refresh.FULL) {
            add(new Step.Plant(seed, fingerprint, "full refresh"));
        } else {
            upToDate++;
        }
    }

    private void model(AnalyzedModel analyzed) {
        Set<TableName> after = new HashSet<>();
        for (TableName input : analyzed.inputs()) {
            after.addAll(changing.contains(input) ? Set.of(input) : behindViews.getOrDefault(input, Set.of()));
            Optional.ofNullable(owners.get(input))
                    .filter(owner -> changing.contains(owner)
                            && !owner.equals(analyzed.model().name()))
                    .ifPresent(after::add);
        }
        boolean isView = analyzed.model().materialization() == Materialization.VIEW;
        Optional<Step> step = isView ? viewStep(analyzed, after) : tableStep(analyzed, after);
        if (step.isEmpty()) {
            behindViews.put(analyzed.model().name(), after);
        }
        step.ifPresentOrElse(this::add, () -> upToDate++);
    }

    private Optional<Step> tableStep(AnalyzedModel analyzed, Set<TableName> after) {
        Model model = analyzed.model();
        LakeTable table = request.view().table(model.name()).orElse(null);
        if (table == null) {
            return build(analyzed, Step.Build.Start.ANEW, "not built yet", after);
        }
        if (request.refresh() == Refresh.FULL) {
            mustNotGoBack(model, table);
            return build(analyzed, Step.Build.Start.ANEW, "full refresh" + kept(analyzed, table), after);
        }
        if (!table.property(LakeProperties.FINGERPRINT).equals(Optional.of(analyzed.fingerprint()))) {
            mustNotGoBack(model, table);
            String why = ParameterValues.changes(
                            table, analyzed, request.analysis().project().parameters())
                    .orElse("its definition changed");
            String how = KeptHistory.of(analyzed, table) ? kept(analyzed, table) : "; made anew from all rows";
            return build(analyzed, Step.Build.Start.ANEW, why + how, after);
        }
        if (!after.isEmpty()) {
            boolean open = analyzed.model().materialization() != Materialization.TABLE
                    && after.stream().anyMatch(anew::contains);
            String how = open
                    ? ", being made anew; the run decides how much of it is read"
                    : ifItGrows(reads(analyzed), after);
            return build(analyzed, Step.Build.Start.CONTINUE, willChange(after) + how, after);
        }
        String changed = changedInputs(analyzed, Inputs.read(table));
        return changed.isEmpty()
                ? Optional.empty()
                : build(analyzed, Step.Build.Start.CONTINUE, changed + " changed" + reads(analyzed), after);
    }

    private void mustNotGoBack(Model model, LakeTable table) {
        if (model.layout().formatVersion() < table.formatVersion()) {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    HeaderPlaces.of(request.analysis().project(), model).key("format_version") + ": " + model.name()
                            + " has Iceberg's format version " + table.formatVersion() + ", got "
                            + model.layout().formatVersion() + "; a table cannot go back: write format_version: "
                            + table.formatVersion() + ", or give the model another name");
        }
    }

    private Optional<Step> viewStep(AnalyzedModel analyzed, Set<TableName> after) {
        StoredView stored = request.view().view(analyzed.model().name()).orElse(null);
        if (stored == null) {
            return build(analyzed, Step.Build.Start.ANEW, "not made yet", after);
        }
        boolean same = analyzed.fingerprint().equals(stored.properties().get(LakeProperties.FINGERPRINT));
        if (!same || request.refresh() == Refresh.FULL) {
            return build(analyzed, Step.Build.Start.ANEW, same ? "full refresh" : "its definition changed", after);
        }
        return after.isEmpty() || analyzed.model().checks().isEmpty()
                ? Optional.empty()
                : build(analyzed, Step.Build.Start.CONTINUE, willChange(after) + "; checked again", after);
    }

    /** What is said of a table that is not made anew even when everything else is. */
    private String kept(AnalyzedModel analyzed, LakeTable table) {
        return KeptHistory.of(analyzed, table) ? reads(analyzed, Step.Build.Start.ANEW) : "";
    }

    private String reads(AnalyzedModel analyzed) {
        return reads(analyzed, Step.Build.Start.CONTINUE);
    }

    /** A table whose rows may be replaced before the run reads it may give more than new rows. */
    private String ifItGrows(String reads, Set<TableName> after) {
        return request.analysis().models().stream()
                        .map(AnalyzedModel::model)
                        .filter(model -> model.materialization() != Materialization.APPEND)
                        .map(Model::name)
                        .filter(after::contains)
                        .anyMatch(input -> reads.equals("; " + ReadingChoice.ONLY_NEW + input))
                ? reads + ", if it only grows"
                : reads;
    }

    private String reads(AnalyzedModel analyzed, Step.Build.Start start) {
        return choice(analyzed, start).map(choice -> "; " + choice.why()).orElse("");
    }

    private Optional<ReadingChoice> choice(AnalyzedModel analyzed, Step.Build.Start start) {
        return analyzed.columns()
                .map(columns -> ReadingChoice.of(
                        analyzed,
                        columns,
                        start,
                        request.view(),
                        sql,
                        request.analysis().project().parameterTypes()));
    }

    private boolean rebuilds(Step.Build build) {
        return choice(build.model(), build.start())
                .map(choice -> choice.reading() instanceof Reading.Rebuild)
                .orElse(true);
    }

    private String changedInputs(AnalyzedModel analyzed, SortedMap<String, String> consumed) {
        Map<String, String> now = Inputs.of(analyzed.inputs(), request.view(), sql);
        List<String> changed = new ArrayList<>();
        now.forEach((table, state) -> {
            if (!state.equals(consumed.get(table))) {
                changed.add(table);
            }
        });
        return String.join(", ", changed);
    }

    private static String willChange(Set<TableName> after) {
        return String.join(
                        ", ", after.stream().map(TableName::toString).sorted().toList()) + " will change";
    }

    private static Optional<Step> build(
            AnalyzedModel analyzed, Step.Build.Start start, String reason, Set<TableName> after) {
        return Optional.of(new Step.Build(analyzed, start, reason, after));
    }

    private void add(Step step) {
        boolean again = (step instanceof Step.Load load && load.extent() == Step.Load.Extent.ALL)
                || (step instanceof Step.Build build && build.start() == Step.Build.Start.ANEW);
        if (again && request.view().table(step.table()).isPresent()) {
            anew.add(step.table());
        }
        steps.add(step);
        changing.add(step.table());
    }
}
