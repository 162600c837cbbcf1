package dev.lakesmith.cli.fault;

import dev.lakesmith.lake.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the lakes of projects are. */
interface Home {

    /** The project's own folder, where lakes are unless something else is said. */
    Home FOLDER = new FolderHome();

    /** Projects whose lakes are elsewhere. */
    Map<Path, Home> ELSEWHERE = new ConcurrentHashMap<>();

    /** Where a project's lake is. */
    static Home of(Path project) {
        return ELSEWHERE.getOrDefault(project.toAbsolutePath(), FOLDER);
    }

    /** Changes the files of a new project so that its lake is here. */
    void furnish(Path project) throws IOException;

    /** Opens a project's lake without any disturbance. */
    Lake open(Path project);

    /** Whether the lake was ever written. */
    boolean exists(Path project);

    /** What a command finds in its environment. */
    Map<String, String> environment();

    /** Makes the files of a lake look old enough for upkeep. */
    void age(Path project) throws IOException;
}
