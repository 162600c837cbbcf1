package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a small project that runs as it is. Nothing that exists is touched. */
@Command(
        name = "init",
        description = "Write a small project that runs as it is, or an empty one.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith init                 in this folder",
            "  lakesmith init shop            in the folder shop, made when missing",
            "  cd shop && lakesmith run       make its tables",
            "  lakesmith init --empty         a project without sources and models, for 'lakesmith crawl'"
        })
final class InitCommand implements Runnable {

    private static final String IGNORED = ".gitignore";

    /** From file to resource: a name that begins with a dot would be left out of the jar. */
    private static final Map<String, String> FILES = files();

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "The project's folder. Default: that of --project, or this folder.")
    private @Nullable Path folder;

    @Option(
            names = "--empty",
            description = "Write lakesmith.yml alone, and a .gitignore where there is none; what else is in the folder"
                    + " does not matter.")
    private boolean empty;

    @Override
    public void run() {
        RootCommand parent = Objects.requireNonNull(root);
        Path base = parent.options().project();
        Path target = folder == null ? base : base.resolve(folder).normalize();
        Map<String, String> files = empty ? bare(target) : FILES;
        refuseOverwriting(target, files.keySet());
        files.forEach((file, resource) -> FileCopies.write(resource, target.resolve(file)));
        nameAfter(target);

        PrintStream out = parent.console().out();
        if (parent.options().json()) {
            new JsonPrinter(out)
                    .print(Rows.of(
                            List.of(new Column("file", "VARCHAR")),
                            files.keySet().stream()
                                    .map(file -> List.of(target.resolve(file).toString()))
                                    .toList()));
            return;
        }
        Palette palette = parent.console().palette();
        out.println("A project is in " + palette.bold(target.toString()) + ":");
        files.keySet().forEach(file -> out.println("  " + file));
        out.println();
        out.println(empty ? "Let it look at a folder, a database or an API with" : "Make its tables with");
        out.println("  " + Launcher.command(target) + (empty ? " crawl PLACE" : " run"));
    }

    /** The project is called like its folder, where that is a name. */
    private static void nameAfter(Path target) {
        String name = String.valueOf(target.toAbsolutePath().normalize().getFileName());
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,62}")) {
            return;
        }
        Path file = target.resolve("lakesmith.yml");
        try {
            // Quoted, since a folder may be called like a word that YAML takes for a value.
            Files.writeString(file, Files.readString(file).replaceFirst("(?m)^name: .*$", "name: \"" + name + '"'));
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> bare(Path target) {
        Map<String, String> files = new LinkedHashMap<>(FILES);
        files.keySet().retainAll(Set.of("lakesmith.yml", IGNORED));
        if (Files.exists(target.resolve(IGNORED), LinkOption.NOFOLLOW_LINKS)) {
            files.remove(IGNORED);
        }
        return files;
    }

    private static void refuseOverwriting(Path target, Set<String> files) {
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_OCCUPIED, target + " is a file; name a folder to write the project into");
        }
        List<String> present = files.stream()
                .filter(file -> Files.exists(target.resolve(file), LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (!present.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_OCCUPIED,
                    target + " holds files that init would overwrite: " + String.join(", ", present)
                            + ". Nothing was written; choose another folder, or move them away");
        }
    }

    /** Relative to where the user stands when it is below, and ready to be pasted. */
    static String shown(Path target) {
        Path here = Path.of("").toAbsolutePath();
        String path = target.startsWith(here) ? here.relativize(target).toString() : target.toString();
        return path.contains(" ") ? '"' + path + '"' : path;
    }

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : List.of(
                "lakesmith.yml",
                "sources/till.yml",
                "drop/sales-2026-01.csv",
                "models/silver/sales.sql",
                "models/gold/revenue_by_day.sql",
                "tests/sales.yml",
                "README.md")) {
            files.put(file, "/init/" + file);
        }
        files.put(IGNORED, "/init/gitignore");
        return files;
    }
}
