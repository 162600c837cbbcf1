package dev.lakesmith.core.crawl;

import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Models for streams that no model reads. */
final class StarterModels {

    private static final String SCHEMA = "silver";

    private final Set<TableName> read = new HashSet<>();
    private final Set<String> taken = new HashSet<>();

    StarterModels(Project project, Analysis analysis) {
        analysis.models().forEach(model -> read.addAll(model.inputs()));
        project.models().stream()
                .map(Model::name)
                .filter(name -> name.schema().equals(SCHEMA))
                .map(TableName::name)
                .forEach(taken::add);
    }

    /** Their texts by file. */
    Map<String, String> of(List<Found> found) {
        Map<String, String> files = new TreeMap<>();
        for (Found each : found) {
            if (!read.contains(each.stream().bronze()) && !each.columns().isEmpty()) {
                String text = new StarterModel(each.source(), each.sampled(), each.knowledge()).text();
                files.put("models/" + SCHEMA + "/" + name(each) + ".sql", text);
            }
        }
        return files;
    }

    /** The stream's name; when another model has it, with the source's in front. */
    private String name(Found found) {
        String stream = found.stream().name();
        String wish = taken.contains(stream)
                ? Names.mended(found.source().name() + "_" + stream).orElse(stream)
                : stream;
        String name = wish;
        for (int n = 2; !taken.add(name); n++) {
            name = wish + "_" + n;
        }
        return name;
    }
}
