package dev.lakesmith.core.run;

import dev.lakesmith.core.plan.StreamFingerprint;
import dev.lakesmith.sql.AnalysisMemory;
import dev.lakesmith.sql.Edition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers analyses in a file of the project's state folder. The file may be removed at any time; one that is damaged,
 * or was written by another edition, is as good as none. Not for several threads at once.
 */
final class AnalysisFile implements AnalysisMemory {

    private static final Logger LOG = LoggerFactory.getLogger(AnalysisFile.class);

    private static final String TITLE = "lakesmith analyses 1 ";

    /** Answers not asked for are kept for other branches of the project, up to so many for each that was. */
    private static final int UNUSED_PER_USED = 3;

    private static final int KEY_LENGTH = 64;
    private static final int SUM_LENGTH = 8;

    private final Path file;
    private final Optional<String> edition;
    private final Map<String, String> answers;
    private final Set<String> used = new HashSet<>();
    private boolean changed;

    private AnalysisFile(Path file, Optional<String> edition, Map<String, String> answers) {
        this.file = file;
        this.edition = edition;
        this.answers = answers;
    }

    /** Reads a file, which need not exist. */
    static AnalysisFile at(Path file) {
        Optional<String> edition = Edition.current();
        return new AnalysisFile(
                file, edition, edition.isPresent() ? read(file, TITLE + edition.get()) : new LinkedHashMap<>());
    }

    private static Map<String, String> read(Path file, String title) {
        Map<String, String> answers = new LinkedHashMap<>();
        try {
            String[] lines = Files.readString(file, StandardCharsets.UTF_8).split("\n", -1);
            if (!lines[0].equals(title)) {
                LOG.debug("{} was written by another edition of this program and is not used", file);
                return new LinkedHashMap<>();
            }
            // A whole file ends with a line break, so the last of the lines is empty.
            for (int i = 1; i < lines.length - 1; i++) {
                String line = lines[i];
                String answer = line.substring(KEY_LENGTH + SUM_LENGTH);
                if (!sum(answer).equals(line.substring(KEY_LENGTH, KEY_LENGTH + SUM_LENGTH))) {
                    throw new IOException("line " + (i + 1) + " is damaged");
                }
                answers.put(line.substring(0, KEY_LENGTH), answer);
            }
            return answers;
        } catch (NoSuchFileException e) {
            return new LinkedHashMap<>();
        } catch (IOException | IndexOutOfBoundsException e) {
            LOG.debug("{} cannot be read and is not used: {}", file, e.toString());
            return new LinkedHashMap<>();
        }
    }

    @Override
    public Optional<String> recall(String question) {
        String key = StreamFingerprint.sha256(question);
        Optional<String> answer = Optional.ofNullable(answers.get(key));
        answer.ifPresent(known -> used.add(key));
        return answer;
    }

    @Override
    public void remember(String question, String answer) {
        String key = StreamFingerprint.sha256(question);
        answers.put(key, answer);
        used.add(key);
        changed = true;
    }

    /** Writes the file when there is anything new. A file that cannot be written costs only time. */
    void save() {
        if (!changed || edition.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(TITLE).append(edition.get()).append('\n');
        long unused = (long) UNUSED_PER_USED * used.size();
        for (Map.Entry<String, String> entry : answers.entrySet()) {
            if (used.contains(entry.getKey()) || unused-- > 0) {
                text.append(entry.getKey())
                        .append(sum(entry.getValue()))
                        .append(entry.getValue())
                        .append('\n');
            }
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path written = Files.createTempFile(
                    file.toAbsolutePath().getParent(), file.getFileName().toString(), null);
            try {
                Files.writeString(written, text, StandardCharsets.UTF_8);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
            changed = false;
        } catch (IOException e) {
            LOG.debug("{} cannot be written: {}", file, e.toString());
        }
    }

    private static String sum(String answer) {
        CRC32 sum = new CRC32();
        sum.update(answer.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(sum.getValue());
    }
}
