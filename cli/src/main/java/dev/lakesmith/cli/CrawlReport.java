package dev.lakesmith.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.lakesmith.core.crawl.Crawl;
import dev.lakesmith.core.crawl.Drift;
import dev.lakesmith.core.crawl.FileChange;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a crawl found, for people and programs; and what it proposes, as a diff or as files. */
final class CrawlReport {

    private static final int CONTEXT_LINES = 3;

    private final RootCommand root;
    private final Crawl.Result result;
    private final Path folder;

    /** @param folder the project's */
    CrawlReport(RootCommand root, Crawl.Result result, Path folder) {
        this.root = root;
        this.result = result;
        this.folder = folder;
    }

    boolean tellsDrift() {
        return !result.drift().isEmpty();
    }

    /** Prints what differs and what would be written. */
    void show() {
        if (root.options().json()) {
            json();
            return;
        }
        tell();
        PrintStream out = root.console().out();
        for (FileChange file : result.files()) {
            diff(file).forEach(line -> out.println(coloured(line)));
        }
        if (!result.files().isEmpty()) {
            note(Quantities.count(result.files().size(), "file", "files")
                    + " proposed, nothing written; the same with --write writes them");
        }
    }

    /** Writes what is proposed, and tells it. */
    void write() {
        for (FileChange file : result.files()) {
            requireUnchanged(file);
        }
        // A source without models is sound, models without their source are not.
        result.files().stream()
                .sorted(Comparator.comparing(file -> file.path().startsWith("sources/") ? 0 : 1))
                .forEach(file -> FileCopies.writeWhole(file.after(), folder.resolve(file.path())));
        if (root.options().json()) {
            json();
            return;
        }
        tell();
        PrintStream out = root.console().out();
        if (!result.files().isEmpty()) {
            out.println("wrote");
            result.files()
                    .forEach(file ->
                            out.println("  " + file.path() + (file.before().isPresent() ? "  (made longer)" : "")));
            out.println();
            out.println("Look them over, then");
            out.println("  " + Launcher.command(folder) + " check");
            out.println("  " + Launcher.command(folder) + " run");
        }
    }

    /** Somebody may have written meanwhile. */
    private void requireUnchanged(FileChange file) {
        Path path = folder.resolve(file.path());
        try {
            Optional<String> now = Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
            if (!now.equals(file.before())) {
                throw new LakesmithException(
                        ErrorCode.FOLDER_OCCUPIED,
                        file.path()
                                + " was changed while the sources were looked at; nothing was written, crawl again");
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE, path + " cannot be read: " + e + "; check that this user may", e);
        }
    }

    private void tell() {
        PrintStream out = root.console().out();
        if (!result.drift().isEmpty()) {
            new TableRenderer(root.console()).print(drift());
        }
        result.notes().forEach(note -> note("note: " + root.secrets().scrub(note)));
        if (result.drift().isEmpty() && result.files().isEmpty()) {
            out.println(
                    result.looked() == 0
                            ? "there is nothing that could be a stream"
                            : Quantities.count(result.looked(), "stream", "streams")
                                    + " looked at, nothing has drifted");
        }
    }

    private void note(String text) {
        root.console().err().println(root.console().palette().dim(text));
    }

    private Rows drift() {
        List<List<String>> rows = new ArrayList<>();
        for (Drift each : result.drift()) {
            rows.add(List.of(
                    each.kind().word().replace('_', ' '),
                    each.source(),
                    each.stream(),
                    each.column().orElse(""),
                    root.secrets().scrub(each.told())));
        }
        return Rows.of(
                List.of(
                        new Column("drift", "VARCHAR"),
                        new Column("source", "VARCHAR"),
                        new Column("stream", "VARCHAR"),
                        new Column("column", "VARCHAR"),
                        new Column("what", "VARCHAR")),
                rows);
    }

    private void json() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Drift each : result.drift()) {
            rows.add(Arrays.asList(
                    each.kind().word(),
                    each.source(),
                    each.stream(),
                    each.column().orElse(null),
                    root.secrets().scrub(each.told()),
                    null,
                    null));
        }
        for (String note : result.notes()) {
            rows.add(Arrays.asList("note", null, null, null, root.secrets().scrub(note), null, null));
        }
        for (FileChange file : result.files()) {
            rows.add(Arrays.asList(
                    file.before().isPresent() ? "longer_file" : "new_file",
                    null,
                    null,
                    null,
                    null,
                    file.path(),
                    file.after()));
        }
        new JsonPrinter(root.console().out())
                .print(Rows.of(
                        List.of(
                                new Column("kind", "VARCHAR"),
                                new Column("source", "VARCHAR"),
                                new Column("stream", "VARCHAR"),
                                new Column("column", "VARCHAR"),
                                new Column("message", "VARCHAR"),
                                new Column("file", "VARCHAR"),
                                new Column("text", "VARCHAR")),
                        rows));
    }

    /** As {@code patch -p1} and {@code git apply} take it. */
    private static List<String> diff(FileChange file) {
        List<String> before = file.before().map(text -> text.lines().toList()).orElse(List.of());
        List<String> after = file.after().lines().toList();
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                file.before().isPresent() ? "a/" + file.path() : "/dev/null",
                "b/" + file.path(),
                before,
                DiffUtils.diff(before, after),
                CONTEXT_LINES);
        // Nothing begins in line 0, which the library numbers 1 and patch does not take.
        return before.isEmpty()
                ? diff.stream()
                        .map(line -> line.replaceFirst("^@@ -1,0 ", "@@ -0,0 "))
                        .toList()
                : diff;
    }

    private String coloured(String line) {
        Palette palette = root.console().palette();
        if (line.startsWith("+++") || line.startsWith("---")) {
            return palette.bold(line);
        }
        return line.startsWith("+") ? palette.green(line) : line.startsWith("@@") ? palette.dim(line) : line;
    }
}
