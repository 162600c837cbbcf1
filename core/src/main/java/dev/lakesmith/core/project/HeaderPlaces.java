package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts of a model's header stand, for mistakes that show only when its query is known. Read again from the
 * file when it is asked for, so that a {@link Model} stays plain data.
 */
public final class HeaderPlaces {

    private final Place file;
    private final Optional<Values> header;
    private final Map<String, Place> checks;

    private HeaderPlaces(Place file, Optional<Values> header, Map<String, Place> checks) {
        this.file = file;
        this.header = header;
        this.checks = checks;
    }

    /** The places of a model's header as its file is now; every place is the whole file when it cannot be read. */
    public static HeaderPlaces of(Project project, Model model) {
        // Whatever is wrong with the file was told when the project was loaded, or is none of the caller's business.
        Diagnostics ignored = new Diagnostics();
        String shown = model.sqlStart().file();
        ProjectFolder folder = new ProjectFolder(project.directory(), ignored);
        ProjectFolder.Found file = new ProjectFolder.Found(
                project.directory().resolve(shown), shown, model.name().name());
        ModelFiles files =
                new ModelFiles(new Variables(project.directory(), Map.of()), ignored, new TableClaims(ignored));
        Optional<Values> header = folder.text(file).flatMap(text -> files.header(new SqlText(shown, text)));
        Map<String, Place> checks =
                header.map(values -> files.specs(values).places()).orElse(Map.of());
        return new HeaderPlaces(Place.of(shown), header, checks);
    }

    /** Where a key's value stands, such as {@code unique_key}. */
    public Place key(String key) {
        return header.map(values -> values.place(key)).orElse(file);
    }

    /** Where a declared column's name stands. */
    public Place column(String name) {
        return header.flatMap(values -> values.find("columns", Values.class))
                .map(columns -> columns.keyPlace(name))
                .orElse(file);
    }

    /** Where a declared column says what happens to missing values; its name when it does not. */
    public Place missing(String name) {
        Optional<Values> columns = header.flatMap(values -> values.find("columns", Values.class));
        return columns.map(values -> MissingSpecs.place(values, name)).orElse(file);
    }

    /** Where the check of this name stands. */
    public Place check(String name) {
        return checks.getOrDefault(name, file);
    }

    /** Where the value at the end of nested keys stands, or the innermost that is written. */
    public Place path(String... keys) {
        Place place = file;
        Optional<Values> values = header;
        for (String key : keys) {
            if (values.isEmpty() || !values.get().keys().contains(key)) {
                return place;
            }
            place = values.get().place(key);
            values = values.get().elements(key).stream()
                    .filter(Values.class::isInstance)
                    .map(Values.class::cast)
                    .findFirst();
        }
        return place;
    }
}
