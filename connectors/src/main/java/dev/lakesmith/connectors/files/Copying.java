package dev.lakesmith.connectors.files;

import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.ledger.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Brings one batch of files to landing, one after the other, and counts what becomes of each. */
final class Copying {

    private final Delivery delivery;
    private final Map<String, LandedFile> latest;

    /** @param latest the newest version of each path that is in landing */
    Copying(Delivery delivery, Map<String, LandedFile> latest) {
        this.delivery = delivery;
        this.latest = latest;
    }

    /** Copies one file; empty when it vanished or did not hold still, which is told. */
    @FunctionalInterface
    interface Copier {
        Optional<LandedFile> copy(SourceFile file, Path to, LongConsumer copiedBytes);
    }

    /** @param bookmark asked when all files are copied */
    Extraction run(Pending.Files files, Copier copier, Supplier<Optional<String>> bookmark) {
        List<LandedFile> copied = new ArrayList<>();
        long landedAlready = 0;
        long total = Math.max(1, files.bytes());
        long done = 0;
        int number = 0;
        for (SourceFile file : files.files()) {
            Path copy = delivery.folder().resolve("%05d-%s".formatted(++number, fileName(file.path())));
            long before = done;
            Optional<LandedFile> landed =
                    copier.copy(file, copy, bytes -> told(before + Math.min(bytes, file.bytes()), total));
            if (landed.isPresent()) {
                LandedFile last = latest.get(file.path());
                if (last != null && last.etag().equals(landed.get().etag())) {
                    FileCopy.remove(copy);
                    landedAlready++;
                } else {
                    copied.add(landed.get());
                }
            }
            done += file.bytes();
            told(done, total);
        }
        if (!copied.isEmpty()) {
            FileCopy.syncFolder(delivery.folder());
        }
        long found = files.files().size();
        Map<String, Long> left =
                Map.of("landed already", landedAlready, "left for a later run", found - copied.size() - landedAlready);
        return new Extraction(copied, Ledger.of(found, copied.size(), 0, left), bookmark.get());
    }

    private void told(long bytes, long total) {
        delivery.progress().update(-1, bytes, Math.min(1.0, (double) bytes / total));
    }

    private static String fileName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        return name.length() <= 120 ? name : name.substring(name.length() - 120);
    }
}
