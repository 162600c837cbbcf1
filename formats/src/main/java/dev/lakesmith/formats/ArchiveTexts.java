package dev.lakesmith.formats;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The texts of an archive as they are found: each entry is one, unpacked if it is packed itself. */
final class ArchiveTexts {

    private final Path landed;
    private final Content content;
    private final Path workFolder;
    private final String kind;
    private final List<PlainText> texts = new ArrayList<>();
    private int left;

    /** {@code kind} is what people call the archive. */
    ArchiveTexts(Path landed, Content content, Path workFolder, String kind) {
        this.landed = landed;
        this.content = content;
        this.workFolder = workFolder;
        this.kind = kind;
    }

    /** Counts an entry that is no file, or is clutter; false for it. */
    boolean wants(String entry, boolean file) {
        String name = entry.replace('\\', '/');
        String last = name.substring(name.lastIndexOf('/') + 1);
        boolean clutter = name.startsWith("__MACOSX/") || last.equals(".DS_Store") || last.startsWith("._");
        if (!file || clutter) {
            left++;
            return false;
        }
        return true;
    }

    /** Reads an entry. */
    void add(String entry, InputStream source) throws IOException {
        PushbackInputStream in = new PushbackInputStream(source, Compression.HEAD_BYTES);
        byte[] head = new byte[Compression.HEAD_BYTES];
        int length = 0;
        Optional<IOException> failure = Optional.empty();
        try {
            int count;
            while (length < head.length && (count = in.read(head, length, head.length - length)) > 0) {
                length += count;
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        in.unread(head, 0, length);
        Optional<Compression> packed = Compression.of(head, length).filter(Compression::isStream);
        InputStream bytes = failure.isPresent() ? new EndsIn(in, length, failure.get()) : in;
        InputStream plain = packed.isPresent() ? PlainTextReader.unpacked(bytes, packed.get()) : bytes;
        texts.add(PlainTextReader.written(landed, plain, entry, content, workFolder));
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /** Says that the archive is damaged behind the last entry, unless that entry says so already. */
    void endsIn(String damage) throws IOException {
        int last = texts.size() - 1;
        if (last < 0) {
            texts.add(PlainTextReader.nothing(workFolder, damage));
        } else if (texts.get(last).damage().isEmpty()) {
            // Which entries followed is not known, so the loss is told where reading stopped.
            texts.set(last, texts.get(last).withDamage(damage));
        }
    }

    /** Says that no byte of any entry is to be believed. */
    void isTainted(String damage) {
        texts.clear();
        texts.add(PlainTextReader.nothing(workFolder, damage));
    }

    /** The first damage that says so of all bytes. */
    Optional<String> taint() {
        return texts.stream()
                .flatMap(text -> text.damage().stream())
                .filter(PlainTextReader::taintsAll)
                .findFirst();
    }

    /** All texts, with notes of what was left out. */
    List<PlainText> noted() throws IOException {
        List<String> notes = new ArrayList<>();
        if (texts.isEmpty()) {
            notes.add("the " + kind + " holds no files");
            InputStream nothing = new ByteArrayInputStream(new byte[0]);
            texts.add(PlainTextReader.written(landed, nothing, "", content, workFolder));
        }
        if (left > 0) {
            notes.add(left + " entries of the " + kind + " are folders, links or clutter of macOS and were left out");
        }
        texts.set(0, texts.get(0).withNotes(notes));
        return List.copyOf(texts);
    }

    /** An entry of a stream that goes on behind it. */
    static InputStream shielded(InputStream archive) {
        return new FilterInputStream(archive) {
            @Override
            public void close() {
                // the archive goes on after this entry
            }
        };
    }

    /** Gives what was read before an error, then the error. */
    private static final class EndsIn extends FilterInputStream {

        private final IOException failure;
        private int left;

        EndsIn(InputStream in, int bytes, IOException failure) {
            super(in);
            this.left = bytes;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                throw failure;
            }
            int count = in.read(target, offset, Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
