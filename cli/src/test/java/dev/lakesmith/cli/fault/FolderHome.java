package dev.lakesmith.cli.fault;

import dev.lakesmith.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The project's own folder. */
final class FolderHome implements Home {

    @Override
    public void furnish(Path project) {}

    @Override
    public Lake open(Path project) {
        return Lake.at(project.resolve("lake"));
    }

    @Override
    public boolean exists(Path project) {
        return Files.exists(project.resolve("lake"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public void age(Path project) throws IOException {
        Ageing.files(project.resolve("lake"));
    }
}
