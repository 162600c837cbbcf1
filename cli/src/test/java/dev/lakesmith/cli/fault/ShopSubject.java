package dev.lakesmith.cli.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The example examples/shop, whose files arrive day by day. */
final class ShopSubject implements Subject {

    private static final Path EXAMPLE = Path.of(System.getProperty("repository.root", ".."), "examples", "shop");

    @Override
    public String name() {
        return "shop";
    }

    @Override
    public void create(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = EXAMPLE.relativize(file);
                if (!inside.startsWith("lake") && !inside.startsWith(".lakesmith") && !inside.startsWith("drop")) {
                    copy(file, folder.resolve(inside.toString()));
                }
            }
        }
    }

    /** Each folder's files arrive one after the other; the last comes first, for it may have columns that models read. */
    @Override
    public List<Round> rounds() {
        List<List<Path>> steps = new ArrayList<>();
        for (List<Path> files : byFolder().values()) {
            for (int i = 0; i < files.size(); i++) {
                if (i == steps.size()) {
                    steps.add(new ArrayList<>());
                }
                steps.get(i).add(files.get(i == 0 ? files.size() - 1 : i - 1));
            }
        }
        List<Round> rounds = new ArrayList<>();
        for (List<Path> files : steps) {
            rounds.add(new Round("day " + (rounds.size() + 1), folder -> drop(folder, files), List.of("run")));
        }
        rounds.add(new Round("upkeep", Ageing::everything, List.of("maintain")));
        return rounds;
    }

    private static Map<Path, List<Path>> byFolder() {
        Path drop = EXAMPLE.resolve("drop");
        try (Stream<Path> files = Files.walk(drop)) {
            return files.filter(Files::isRegularFile)
                    .map(drop::relativize)
                    .sorted()
                    .collect(Collectors.groupingBy(
                            file -> Objects.requireNonNull(file.getParent()), TreeMap::new, Collectors.toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> clockColumns(String table) {
        return List.of();
    }

    private static void drop(Path folder, List<Path> files) {
        try {
            for (Path file : files) {
                Path copy = folder.resolve("drop").resolve(file.toString());
                copy(EXAMPLE.resolve("drop").resolve(file.toString()), copy);
                Files.setLastModifiedTime(copy, FileTime.from(Instant.parse("2026-01-10T00:00:00Z")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path file, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
    }
}
