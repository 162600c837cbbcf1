package dev.lakesmith.core.project;

import dev.lakesmith.core.project.LoadedProject.Completeness;
import dev.lakesmith.core.project.LoadedProject.Remains;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a project's folder. Never throws for a user's mistake: all mistakes of all files are told at once. */
public final class ProjectLoader {

    private final ProjectRequest request;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Variables variables;
    private final TableClaims tables = new TableClaims(diagnostics);
    private final ProjectFolder folder;
    private boolean modelsNamed = true;

    private ProjectLoader(ProjectRequest request) {
        this.request = request;
        this.variables = new Variables(request.directory(), request.environment());
        this.folder = new ProjectFolder(request.directory(), request.proposed(), diagnostics);
    }

    /** The project, or every mistake in it. SQL is not looked into; see {@code plan}. */
    public static LoadedProject load(ProjectRequest request) {
        Path file = request.directory().resolve(ProjectFile.NAME);
        if (!Files.isRegularFile(file)) {
            return new LoadedProject(Optional.empty(), Optional.empty(), List.of(notFound(request.directory(), file)));
        }
        return new ProjectLoader(request).load(file);
    }

    private LoadedProject load(Path file) {
        ProjectFolder.Found main = new ProjectFolder.Found(file, ProjectFile.NAME, "lakesmith");
        Optional<ProjectFile.Content> content =
                folder.text(main).map(text -> new ProjectFile(request, variables, tables, diagnostics).read(text));
        boolean mainSound = diagnostics.count() == 0;
        folder.tellNearMisses();
        int beforeSources = diagnostics.count();
        List<Source> sources = sources();
        boolean sourcesKnown = diagnostics.count() == beforeSources;
        int beforeSeeds = diagnostics.count();
        List<Seed> seeds = seeds();
        boolean seedsKnown = diagnostics.count() == beforeSeeds;
        List<Model> models = models();
        if (sourcesKnown) {
            tables.tellUnknown();
        }
        List<Diagnostic> found = diagnostics.sorted(variables.secrets());
        Optional<Project> sound = content.flatMap(known -> known.name().flatMap(name -> known.target()
                .map(target -> new Project(
                        name,
                        request.directory(),
                        target,
                        sources,
                        models,
                        seeds,
                        known.parameters(),
                        known.maintenance(),
                        variables.secrets(),
                        known.keys()))));
        if (!found.isEmpty()) {
            boolean named = sourcesKnown && seedsKnown && modelsNamed;
            return new LoadedProject(
                    Optional.empty(),
                    sound.filter(project -> mainSound)
                            .map(project -> new Remains(
                                    project,
                                    tables.claimedBeside(project),
                                    named ? Completeness.EVERY_TABLE_NAMED : Completeness.SOME_TABLES_UNNAMED)),
                    found);
        }
        return new LoadedProject(
                Optional.of(sound.orElseThrow(
                        () -> new IllegalStateException("lakesmith.yml could not be read, but nothing was told"))),
                Optional.empty(),
                List.of());
    }

    private List<Source> sources() {
        SourceFiles reader = new SourceFiles(request.connectors(), variables, diagnostics, tables);
        List<Source> sources = new ArrayList<>();
        Map<String, Place> names = new HashMap<>();
        for (ProjectFolder.Found file : folder.sources()) {
            Place first = names.putIfAbsent(file.stem(), Place.of(file.shown()));
            if (first != null) {
                diagnostics.add(
                        ErrorCode.NAME_INVALID,
                        Place.of(file.shown()),
                        "the source '" + file.stem() + "' is declared in " + first
                                + " already; rename one of the files");
            }
            folder.text(file).flatMap(text -> reader.read(file, text)).ifPresent(sources::add);
        }
        sources.sort(Comparator.comparing(Source::name));
        return sources;
    }

    private List<Model> models() {
        ModelFiles reader = new ModelFiles(variables, diagnostics, tables);
        List<Model> models = new ArrayList<>();
        for (ProjectFolder.Found file : folder.models()) {
            Optional<TableName> name = reader.name(file);
            modelsNamed &= name.isPresent();
            folder.text(file).flatMap(text -> reader.read(file, text, name)).ifPresent(models::add);
        }
        models.sort(Comparator.comparing(Model::name));
        return models;
    }

    private List<Seed> seeds() {
        List<Seed> seeds = new ArrayList<>();
        for (ProjectFolder.Found file : folder.seeds()) {
            Place place = Place.of(file.shown());
            Optional<String> complaint = Names.PART.complaint(file.stem());
            if (complaint.isPresent()) {
                diagnostics.add(
                        ErrorCode.NAME_INVALID,
                        place,
                        "the seed name '" + file.stem() + "' " + complaint.get() + ", and rename the file");
                continue;
            }
            TableName name = new TableName("seeds", file.stem());
            tables.claim(name, place);
            seeds.add(new Seed(name, file.path(), place));
        }
        seeds.sort(Comparator.comparing(Seed::name));
        return seeds;
    }

    private static Diagnostic notFound(Path directory, Path file) {
        String advice =
                "; make a project with 'lakesmith init', an empty one to crawl into with 'lakesmith init --empty', or"
                        + " name its folder with -p DIR";
        for (Path above = directory.getParent(); above != null; above = above.getParent()) {
            if (Files.isRegularFile(above.resolve(ProjectFile.NAME))) {
                advice = "; a folder above has one: use -p " + above;
                break;
            }
        }
        if (Files.isRegularFile(directory.resolve("lakesmith.yaml"))) {
            advice = "; there is a lakesmith.yaml: rename it to " + ProjectFile.NAME;
        }
        String message = Files.isDirectory(directory)
                ? "no project here: " + ProjectFile.NAME + " is missing"
                : "no project here: this folder does not exist";
        Path shown = Files.isDirectory(directory) ? file : directory;
        return new Diagnostic(ErrorCode.PROJECT_NOT_FOUND, Place.of(shown.toString()), message + advice);
    }
}
