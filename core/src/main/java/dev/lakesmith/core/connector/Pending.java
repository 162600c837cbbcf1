package dev.lakesmith.core.connector;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a source holds that landing does not, as far as can be known without reading it. */
public sealed interface Pending {

    /** Nothing at all. */
    Pending NOTHING = new Files(List.of(), 0, 0);

    /** Whether there is surely nothing to extract. */
    boolean isNothing();

    /** What would be extracted, for people: {@code 2 new files}, {@code rows with updated_at from 2026-01-31 on}. */
    String reason();

    /** What people should know although it makes no step. */
    List<String> notes();

    /** The span that was asked for; empty when it is what landing does not have. */
    Optional<Span> span();

    /**
     * Of a source of files.
     *
     * @param files to be copied, in order of path
     * @param unchanged how many files are in landing already
     * @param held how many files are held back because they are too young, and may still be written
     * @param remarks what else people should know of how they were looked for
     * @param noting whether there is something to remember even when no file is pending
     */
    record Files(List<SourceFile> files, long unchanged, long held, List<String> remarks, Noting noting)
            implements Pending {

        /** Whether an extraction remembers how the files were looked for. */
        public enum Noting {
            NOTHING,
            /** That all of them were listed. */
            THE_LISTING
        }

        public Files {
            files = List.copyOf(files);
            remarks = List.copyOf(remarks);
        }

        /** With nothing to remember. */
        public Files(List<SourceFile> files, long unchanged, long held, List<String> remarks) {
            this(files, unchanged, held, remarks, Noting.NOTHING);
        }

        /** Without remarks. */
        public Files(List<SourceFile> files, long unchanged, long held) {
            this(files, unchanged, held, List.of());
        }

        /** Files are known by their content: none is asked for again. */
        @Override
        public Optional<Span> span() {
            return Optional.empty();
        }

        /** The sum of the files' sizes as listed. */
        public long bytes() {
            return files.stream().mapToLong(SourceFile::bytes).sum();
        }

        @Override
        public boolean isNothing() {
            return files.isEmpty() && noting == Noting.NOTHING;
        }

        @Override
        public String reason() {
            if (files.isEmpty()) {
                return "all files were listed";
            }
            long changed = files.stream().filter(file -> file.version() > 1).count();
            long fresh = files.size() - changed;
            List<String> parts = new ArrayList<>();
            if (fresh > 0) {
                parts.add(fresh == 1 ? "1 new file" : fresh + " new files");
            }
            if (changed > 0) {
                parts.add(changed == 1 ? "1 changed file" : changed + " changed files");
            }
            return String.join(", ", parts);
        }

        @Override
        public List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (held > 0) {
                notes.add(held + " files are younger than min_age and wait for a later run");
            }
            if (files.isEmpty() && unchanged == 0 && held == 0) {
                notes.add("no file matches its path");
            }
            notes.addAll(remarks);
            return notes;
        }
    }

    /**
     * Of a source of records: only reading it tells whether there are any.
     *
     * @param reason which records will be asked for
     * @param span the part of the stream they are
     */
    record Records(String reason, Optional<Span> span) implements Pending {

        /** Of what landing does not have. */
        public Records(String reason) {
            this(reason, Optional.empty());
        }

        @Override
        public boolean isNothing() {
            return false;
        }

        @Override
        public List<String> notes() {
            return List.of();
        }
    }

    /**
     * A file as the source lists it.
     *
     * @param path as shown to the user and stored as {@code _source_file}
     * @param location where to read it
     * @param bytes its size when listed
     * @param modifiedAt when it was last changed, as the source says
     * @param version 1 for a new path, one more for each time its content changed
     * @param etag what its storage calls this content; empty where that is of no use
     */
    record SourceFile(
            String path, String location, long bytes, Instant modifiedAt, int version, Optional<String> etag) {

        /** Of a file that is known by its size and time. */
        public SourceFile(String path, String location, long bytes, Instant modifiedAt, int version) {
            this(path, location, bytes, modifiedAt, version, Optional.empty());
        }
    }
}
