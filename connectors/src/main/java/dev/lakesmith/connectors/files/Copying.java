package dev.lakesmith.connectors.files;

import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.ledger.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Brings one batch of files to landing, and counts what becomes of each. */
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

    /**
     * Copies them.
     *
     * @param atOnce how many copies are made at a time, by a thread each; 1: by this thread
     * @param bookmark asked when all files are copied
     */
    Extraction run(Pending.Files files, int atOnce, Copier copier, Supplier<Optional<String>> bookmark) {
        List<LandedFile> copied = new ArrayList<>();
        long landedAlready = 0;
        long total = Math.max(1, files.bytes());
        LongAdder done = new LongAdder();
        AtomicInteger number = new AtomicInteger();
        Iterator<Supplier<Copied>> copies = files.files().stream()
                .<Supplier<Copied>>map(file -> {
                    Path copy = delivery.folder()
                            .resolve("%05d-%s".formatted(number.incrementAndGet(), fileName(file.path())));
                    return () -> copied(file, copy, copier, done, total);
                })
                .iterator();
        try (CopiesAhead<Copied> ahead = new CopiesAhead<>(copies, atOnce)) {
            while (ahead.hasNext()) {
                Copied one = ahead.next();
                if (one.landed().isEmpty()) {
                    continue;
                }
                LandedFile landed = one.landed().get();
                LandedFile last = latest.get(landed.path());
                if (last != null && last.etag().equals(landed.etag())) {
                    FileCopy.remove(one.copy());
                    landedAlready++;
                } else {
                    copied.add(landed);
                }
            }
        }
        if (!copied.isEmpty()) {
            FileCopy.syncFolder(delivery.folder());
        }
        long found = files.files().size();
        Map<String, Long> left =
                Map.of("landed already", landedAlready, "left for a later run", found - copied.size() - landedAlready);
        return new Extraction(copied, Ledger.of(found, copied.size(), 0, left), bookmark.get());
    }

    /** One file that was asked for. */
    private record Copied(Path copy, Optional<LandedFile> landed) {}

    private Copied copied(SourceFile file, Path to, Copier copier, LongAdder done, long total) {
        LongAdder own = new LongAdder();
        Optional<LandedFile> landed = copier.copy(file, to, bytes -> {
            // A copy that begins anew takes back what it told.
            long more = Math.min(bytes, file.bytes()) - own.sum();
            own.add(more);
            done.add(more);
            told(done.sum(), total);
        });
        done.add(file.bytes() - own.sum());
        told(done.sum(), total);
        return new Copied(to, landed);
    }

    private void told(long bytes, long total) {
        delivery.progress().update(-1, bytes, Math.min(1.0, (double) bytes / total));
    }

    private static String fileName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        return name.length() <= 120 ? name : name.substring(name.length() - 120);
    }
}
