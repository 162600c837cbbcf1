package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything a model's header says that can be wrong only because of the columns its query gives. */
public final class HeaderReview {

    private HeaderReview() {}

    static List<Diagnostic> of(
            Project project, AnalyzedModel analyzed, List<Column> columns, HeaderChecks.Surroundings surroundings) {
        Model model = analyzed.model();
        Supplier<HeaderPlaces> places = () -> HeaderPlaces.of(project, model);
        List<Diagnostic> found = new ArrayList<>();
        found.addAll(new RoleChecks(analyzed, columns, surroundings.known(), surroundings.sql(), places).run());
        found.addAll(new HeaderChecks(model, places, columns, surroundings).run());
        return found;
    }

    /**
     * Does in a project's first run what an analysis does once the inputs are loaded.
     *
     * @param columns of the model's table
     * @param view the inputs as this run staged them
     * @param sql used under its own lock
     * @throws LakesmithException PROJECT_INVALID with every mistake on its own line
     */
    public static void afterLoad(
            Project project, AnalyzedModel analyzed, List<Column> columns, LakeView view, SqlAnalyzer sql) {
        Map<TableName, List<Column>> known = new HashMap<>();
        for (TableName name : view.names()) {
            view.view(name)
                    .map(StoredView::columns)
                    .or(() -> view.table(name).map(LakeTable::columns))
                    .ifPresent(each -> known.put(name, each));
        }
        known.put(analyzed.model().name(), columns);
        Map<String, String> parameterTypes =
                project.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::type));
        HeaderChecks.Surroundings surroundings = new HeaderChecks.Surroundings(
                ProjectTables.of(project, known.keySet()),
                known,
                table -> Optional.ofNullable(known.get(table)).ifPresent(each -> sql.declare(table, each)),
                sql,
                parameterTypes);
        List<Diagnostic> found = new ArrayList<>(of(project, analyzed, columns, surroundings));
        AnalyzedModel bound = new AnalyzedModel(
                analyzed.model(),
                analyzed.query(),
                analyzed.inputs(),
                analyzed.links(),
                Optional.of(columns),
                analyzed.fingerprint());
        found.addAll(new VersioningChecks(bound, () -> HeaderPlaces.of(project, analyzed.model())).run());
        if (!found.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.PROJECT_INVALID,
                    found.stream().map(Diagnostic::toString).distinct().collect(Collectors.joining("\n")));
        }
    }
}
