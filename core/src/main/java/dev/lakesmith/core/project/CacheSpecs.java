package dev.lakesmith.core.project;

import dev.lakesmith.lake.storage.CacheSettings;
import java.nio.file.Path;

/** The key {@code cache} of a target. */
final class CacheSpecs {

    private static final String KEY = "cache";
    private static final String FOLDER = ".lakesmith/cache";
    private static final long BYTES = 20_000_000_000L;

    private static final ObjectSpec CACHE = ObjectSpec.of(
                    "cache",
                    Field.memory("size")
                            .orElse("20GB")
                            .describedAs(
                                    "How much of the disk it may take. What was read longest ago goes first; what is"
                                            + " being read stays.")
                            .example("100GB"),
                    Field.text("folder")
                            .leftOutMeans("`" + FOLDER + "` in the project's folder")
                            .describedAs("Where it is; a relative path starts at the project's folder. Several projects"
                                    + " and processes may share one.")
                            .example("/var/cache/lakesmith"),
                    Field.memory("whole_files_up_to")
                            .orElse("8MB")
                            .describedAs(
                                    "Of larger files a query fetches only the columns that it reads, when those are"
                                            + " less than half of the file.")
                            .example("64MB"))
            .describedAs("Copies of remote files on the local disk.");

    static final Field FIELD = Field.object(KEY, CACHE)
            .describedAs(
                    "Copies of files in object storage, which are immutable: each is fetched once. Local warehouses"
                            + " need none.")
            .example("{ size: 100GB, folder: /var/cache/lakesmith }");

    private CacheSpecs() {}

    /** @param project the project's folder */
    static CacheSettings read(Values target, Path project) {
        return target.find(KEY, Values.class)
                .map(cache -> new CacheSettings(
                        project.resolve(cache.find("folder", String.class).orElse(FOLDER))
                                .normalize(),
                        cache.find("size", Long.class).orElse(BYTES),
                        cache.find("whole_files_up_to", Long.class).orElse(CacheSettings.WHOLE_UP_TO)))
                .orElseGet(() -> new CacheSettings(project.resolve(FOLDER).normalize(), BYTES));
    }
}
