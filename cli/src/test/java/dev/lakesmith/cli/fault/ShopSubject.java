package dev.lakesmith.cli.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    @Override
    public List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        for (int day = 1; day <= 7; day++) {
            // The last file of orders has a column that the models read, so it comes first.
            int orders = day == 1 ? 7 : day - 1;
            List<String> files = new ArrayList<>(
                    List.of("orders/2026/01/orders-0" + orders + ".json", "web/access-0" + day + ".log"));
            if (day <= 3) {
                files.add("crm/contacts-2026-01-0" + day + (day == 3 ? ".csv.gz" : ".csv"));
            }
            if (day == 1) {
                files.add("lookup/demographics.csv");
            }
            rounds.add(new Round("day " + day, folder -> drop(folder, files), List.of("run")));
        }
        rounds.add(new Round("upkeep", Ageing::everything, List.of("maintain")));
        return rounds;
    }

    @Override
    public List<String> clockColumns(String table) {
        return List.of();
    }

    private static void drop(Path folder, List<String> files) {
        try {
            for (String file : files) {
                Path copy = folder.resolve("drop").resolve(file);
                copy(EXAMPLE.resolve("drop").resolve(file), copy);
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
