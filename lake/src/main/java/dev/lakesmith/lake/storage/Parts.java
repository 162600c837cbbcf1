package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.io.FileIO;

/** Fetches the parts of large files that will be read: first their ends, which tell where those are. */
final class Parts {

    /** Bytes between two parts that are fetched with them, as a share of a file that is always fetched as a whole. */
    private static final double GAP = 1.0 / 8;

    /** What is read first of a file's end, as such a share; the metadata of most files are shorter. */
    private static final double END = 1.0 / 128;

    /** What one request asks for at most. */
    static final long PIECE = 8 << 20;

    /** A file of which more than this share is wanted is fetched as a whole. */
    private static final double MOST = 0.5;

    private final FileCache cache;
    private final Lease lease;
    private final Function<String, FileIO> from;

    Parts(FileCache cache, Lease lease, Function<String, FileIO> from) {
        this.cache = cache;
        this.lease = lease;
        this.from = from;
    }

    /** The files of which only parts were fetched; the others are to be fetched as wholes. */
    Map<FileSize, Path> fetch(List<FileSize> files, NeededParts needed) {
        List<PartialCopy> copies = cache
                .atOnce(files.stream()
                        .filter(this::isLarge)
                        .<Supplier<Optional<PartialCopy>>>map(
                                file -> () -> lease.isWhole(file) ? Optional.empty() : withEnd(file))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
        if (copies.isEmpty()) {
            return Map.of();
        }
        Map<Path, List<ByteRange>> wanted =
                needed.of(copies.stream().map(PartialCopy::path).toList());
        Map<FileSize, Path> fetched = new HashMap<>();
        List<Supplier<List<Missing>>> looks = new ArrayList<>();
        for (PartialCopy copy : copies) {
            FileSize file = copy.file();
            List<ByteRange> parts = ByteRange.merged(
                    wanted.getOrDefault(copy.path(), List.of()).stream()
                            .map(range -> range.upTo(file.bytes()))
                            .toList(),
                    (long) (GAP * cache.wholeUpTo()));
            if (ByteRange.bytes(parts) <= MOST * file.bytes()) {
                fetched.put(file, copy.path());
                looks.add(() -> missing(copy, parts));
            }
        }
        List<Missing> missing =
                cache.atOnce(looks).stream().flatMap(List::stream).toList();
        long bytes = missing.stream().mapToLong(each -> each.range().bytes()).sum();
        cache.prepareFor(bytes);
        cache.atOnce(missing.stream()
                .<Supplier<PartialCopy>>map(each -> () -> fetch(each))
                .toList());
        cache.makeRoom(bytes);
        return fetched;
    }

    /** What one request asks for. */
    private record Missing(PartialCopy copy, ByteRange range) {}

    private boolean isLarge(FileSize file) {
        return file.bytes() > cache.wholeUpTo() && file.etag().isEmpty();
    }

    private Optional<PartialCopy> withEnd(FileSize file) {
        PartialCopy copy = lease.part(file);
        ByteRange guess = ParquetEnd.guess(file.bytes(), (long) (END * cache.wholeUpTo()));
        missing(copy, List.of(guess)).forEach(this::fetch);
        Optional<ByteRange> end = ParquetEnd.of(read(copy, guess), file.bytes());
        end.ifPresent(found -> missing(copy, List.of(found)).forEach(this::fetch));
        return end.map(found -> copy);
    }

    private List<Missing> missing(PartialCopy copy, List<ByteRange> wanted) {
        try {
            return copy.missing(wanted).stream()
                    .flatMap(range -> range.pieces(PIECE).stream())
                    .map(piece -> new Missing(copy, piece))
                    .toList();
        } catch (IOException e) {
            throw cache.failed(copy.file().location(), e);
        }
    }

    private byte[] read(PartialCopy copy, ByteRange range) {
        try {
            return copy.read(range);
        } catch (IOException e) {
            throw cache.failed(copy.file().location(), e);
        }
    }

    private PartialCopy fetch(Missing part) {
        PartialCopy copy = part.copy();
        String location = copy.file().location();
        try {
            copy.fetch(part.range(), from.apply(location));
            return copy;
        } catch (IOException e) {
            throw cache.failed(location, e);
        }
    }
}
