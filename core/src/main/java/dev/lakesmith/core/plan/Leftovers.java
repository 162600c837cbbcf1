package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.engine.Identities;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.engine.StoredFailures;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.KeptBeside;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tables that runs made and no file of the project makes any more; another project may, so they are only told. */
public final class Leftovers {

    private Leftovers() {}

    /** What a definition made once, in order of name. */
    public static NavigableSet<TableName> in(LakeView view, Project project) {
        NavigableSet<TableName> left = new TreeSet<>();
        for (TableName name : view.names()) {
            boolean defined = view.view(name)
                    .map(stored -> stored.properties().containsKey(LakeProperties.FINGERPRINT))
                    .or(() -> view.table(name).map(table -> table.property(LakeProperties.FINGERPRINT)
                            .isPresent()))
                    .orElse(false);
            if (defined || KeptBeside.SCHEMAS.contains(name.schema())) {
                left.add(name);
            }
        }
        left.removeAll(declared(project));
        return left;
    }

    /** Every table that the project's files make, with the tables that accompany them and the ledgers of landing. */
    public static Set<TableName> declared(Project project) {
        Set<TableName> declared = new HashSet<>(companions(project));
        project.models().stream().map(Model::name).forEach(declared::add);
        project.seeds().stream().map(Seed::name).forEach(declared::add);
        project.sources().forEach(source -> source.streams().forEach(stream -> {
            declared.add(stream.bronze());
            declared.add(stream.landing());
        }));
        return declared;
    }

    private static List<TableName> companions(Project project) {
        List<TableName> companions = new ArrayList<>();
        project.sources().forEach(source -> source.streams()
                .forEach(stream -> companions.add(Quarantined.tableFor(stream.bronze()))));
        for (Model model : project.models()) {
            companions.add(Quarantined.tableFor(model.name()));
            companions.add(Identities.historyFor(model.name()));
            model.checks().stream()
                    .filter(check -> check.failures() == Check.Failures.STORED)
                    .forEach(check -> companions.add(StoredFailures.tableFor(model.name(), check)));
        }
        return companions;
    }

    /** One sentence about them; empty when there are none. */
    public static Optional<String> told(LakeView view, Project project) {
        List<TableName> left = List.copyOf(in(view, project));
        if (left.isEmpty()) {
            return Optional.empty();
        }
        String names = left.stream().limit(10).map(TableName::toString).collect(Collectors.joining(", "))
                + (left.size() > 10 ? ", …" : "");
        return Optional.of(
                names + (left.size() == 1 ? " is" : " are") + " in the lake, but no file of this project makes "
                        + (left.size() == 1 ? "it" : "them")
                        + "; deleted or renamed files and removed checks leave their tables behind: 'lakesmith drop "
                        + left.get(0) + "' removes " + (left.size() == 1 ? "it" : "one"));
    }
}
