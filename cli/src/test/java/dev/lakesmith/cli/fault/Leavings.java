package dev.lakesmith.cli.fault;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.core.export.ExportUpkeep;
import dev.lakesmith.core.export.ExportedVersion;
import dev.lakesmith.core.export.Exports;
import dev.lakesmith.core.upkeep.Upkeep;
import dev.lakesmith.core.upkeep.UpkeepReport;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What killed commands leave behind must be gone after upkeep that waits for nothing. */
final class Leavings {

    /** What Iceberg keeps of the metadata files before the current one, and that one. */
    private static final int METADATA_FILES = 21;

    private Leavings() {}

    /** Tends to a lake at once and tells what is still there that nothing needs. */
    static List<String> after(Path project, Map<String, TableContents> contents, TableContents.Reader reader)
            throws IOException {
        List<String> found = new ArrayList<>();
        try (OpenLake open = OpenLake.of(project)) {
            Maintenance atOnce = new Maintenance(
                    new Budget(16, 16, 30, 4_000_000, Duration.ZERO),
                    Map.of(),
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    Long.MAX_VALUE);
            Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
            Upkeep upkeep = new Upkeep(open.lake(), open.engine(), clock, atOnce);
            upkeep.forgetOldBranches();
            UpkeepReport report = upkeep.all(open.lake().published().names(), Progress.UNSEEN);
            report.troubles().forEach(trouble -> found.add(trouble.message()));
            open.lake().branches().forEach(branch -> found.add("the branch " + branch));
            LakeView view = open.lake().published();
            Map<String, TableContents> now = reader.of(view, open.engine());
            if (!now.equals(contents)) {
                found.add("upkeep changed tables:\n" + TableContents.difference(contents, now));
            }
            found.addAll(strays(view, open));
            found.addAll(exports(view, open, new ExportUpkeep(open.lake(), clock, atOnce)));
        }
        Path work = project.resolve(".lakesmith").resolve("work");
        try (Stream<Path> folders = Files.exists(work) ? Files.list(work) : Stream.of()) {
            folders.forEach(folder -> found.add("the work folder " + folder));
        }
        return found;
    }

    private static List<String> strays(LakeView view, OpenLake open) {
        List<String> strays = new ArrayList<>();
        Storage storage = open.lake().storage();
        String warehouse = open.lake().warehouse();
        for (TableName name : view.names()) {
            String folder = warehouse + "/" + name.schema() + "/" + name.name();
            LakeTable table = view.table(name).orElse(null);
            if (table == null) {
                int metadata = storage.files(folder).size();
                if (metadata > 1) {
                    strays.add("the view " + name + " has " + metadata + " files");
                }
                continue;
            }
            Set<String> needed = new HashSet<>();
            List<LakeTable> states = new ArrayList<>(List.of(table));
            table.snapshots().forEach(each -> states.add(table.at(Long.toString(each.id()))));
            for (LakeTable state : states) {
                for (ScanFile file : state.files()) {
                    file.locations().forEach(location -> needed.add(storage.canonical(location)));
                }
            }
            storage.files(folder + "/data").stream()
                    .filter(file -> !needed.contains(storage.canonical(file.location())))
                    .forEach(file -> strays.add("the file " + file));
            int metadata = storage.files(folder + "/metadata").size();
            // Each snapshot has a list and may have brought a few manifests.
            long most = METADATA_FILES + 8L * table.snapshots().size();
            if (metadata > most) {
                strays.add(name + " has " + metadata + " metadata files, at most " + most + " are needed");
            }
        }
        Set<String> tables = view.names().stream()
                .map(name -> name.schema() + "/" + name.name())
                .collect(Collectors.toSet());
        storage.files(warehouse).stream()
                .map(file -> file.location().substring(warehouse.length() + 1).split("/", -1))
                .filter(path -> path.length > 1
                        && !path[0].equals(Exports.FOLDER)
                        && !path[0].equals(".lakesmith")
                        && !tables.contains(path[0] + "/" + path[1]))
                .forEach(path -> strays.add("the file " + String.join("/", path)));
        long landed = view.names().stream()
                .filter(name -> name.schema().equals("landing"))
                .mapToLong(name -> view.table(name).orElseThrow().rows())
                .sum();
        long copies = storage.files(warehouse + "/landing").stream()
                .filter(file -> file.location().contains("/files/"))
                .count();
        if (landed != copies) {
            strays.add(copies + " copies in landing for " + landed + " files that were landed");
        }
        return strays;
    }

    /** After upkeep an export is its current version, which has the table's rows, and nothing else. */
    private static List<String> exports(LakeView view, OpenLake open, ExportUpkeep upkeep) {
        upkeep.clear(table -> false, table -> true);
        List<String> found = new ArrayList<>();
        Exports exports = new Exports(open.lake());
        for (TableName name : exports.tables()) {
            ExportedVersion version = exports.current(name).orElse(null);
            LakeTable table = view.table(name).orElse(null);
            if (version == null || table == null || version.rows() != table.rows()) {
                found.add("the export of " + name + " is not the table: " + version);
                continue;
            }
            String folder = exports.folder(name);
            Set<String> expected =
                    new HashSet<>(Set.of(folder + "/current.json", folder + "/_symlink_format_manifest/manifest"));
            version.files().forEach(file -> expected.add(file.location()));
            Set<String> there = open.lake().storage().files(folder).stream()
                    .map(StoredFile::location)
                    .collect(Collectors.toSet());
            if (!there.equals(expected)) {
                found.add("the export of " + name + " has the files " + there + " instead of " + expected);
            }
        }
        return found;
    }
}
