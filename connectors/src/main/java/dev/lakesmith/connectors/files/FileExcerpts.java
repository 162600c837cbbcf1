package dev.lakesmith.connectors.files;

import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.core.connector.Excerpt.Extent;
import dev.lakesmith.core.connector.Excerpt.Limits;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.formats.FileBeginning;
import dev.lakesmith.formats.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a few of a stream's files to look at, from the first to the last by name; of large ones the beginning. What
 * cannot be cut (Parquet, workbooks, archives) is taken whole when it is small enough, and else not at all.
 */
final class FileExcerpts {

    private final Limits limits;
    private final Path folder;

    /** @param folder where copies are written; it exists */
    FileExcerpts(Limits limits, Path folder) {
        this.limits = limits;
        this.folder = folder;
    }

    Excerpt of(List<SourceFile> files, Format format) {
        List<SourceFile> chosen = chosen(files, limits.files());
        long share = Math.max(1, limits.bytes() / Math.max(1, chosen.size()));
        List<LandedFile> taken = new ArrayList<>();
        boolean whole = chosen.size() == files.size();
        try {
            for (SourceFile file : chosen) {
                whole &= take(file, format, share, taken);
            }
            if (taken.isEmpty() && !files.isEmpty()) {
                // None of the chosen is small enough, but another one may be.
                SourceFile smallest = files.stream()
                        .min(Comparator.comparingLong(SourceFile::bytes))
                        .orElseThrow();
                take(smallest, format, limits.bytes(), taken);
                whole = taken.size() == files.size();
            }
        } catch (IOException e) {
            throw FilesReader.unreadable(folder, e);
        }
        String told = taken.size() == files.size()
                ? (files.size() == 1 ? "1 file" : files.size() + " files")
                : taken.size() + " of " + files.size() + " files";
        return new Excerpt(taken, whole ? Extent.WHOLE : Extent.PART, told);
    }

    /** Evenly from the first to the last, so that old and new layouts are both seen; the last one always. */
    static List<SourceFile> chosen(List<SourceFile> files, int most) {
        Set<SourceFile> chosen = new LinkedHashSet<>();
        int count = Math.min(most, files.size());
        for (int i = 0; i < count; i++) {
            chosen.add(files.get(count == 1 ? files.size() - 1 : (int) ((long) i * (files.size() - 1) / (count - 1))));
        }
        return List.copyOf(chosen);
    }

    /** Tells whether all of the file was taken. */
    private boolean take(SourceFile file, Format format, long most, List<LandedFile> taken) throws IOException {
        Path original = Path.of(file.location());
        if (!Files.isReadable(original)) {
            return false;
        }
        boolean packed = FileBeginning.isPacked(original);
        boolean cuttable =
                !(format.isParquet() || format instanceof Format.Excel) && !FileBeginning.isArchive(original);
        if (!cuttable || (!packed && file.bytes() <= most)) {
            if (file.bytes() > most) {
                return false;
            }
            taken.add(landed(file, original));
            return true;
        }
        Path copy = folder.resolve("%05d".formatted(taken.size()));
        boolean whole = FileBeginning.write(original, most, copy);
        taken.add(landed(file, copy));
        return whole;
    }

    private static LandedFile landed(SourceFile file, Path where) throws IOException {
        return new LandedFile(
                "", file.path(), where.toString(), Files.size(where), "", file.modifiedAt(), 1, Instant.EPOCH);
    }
}
