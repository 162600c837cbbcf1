package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Small files that one statement reads, so that a thousand of them do not become a thousand data files. */
final class FileGroup {

    private static final long SMALL_FILE_BYTES = 8 << 20;
    private static final int MOST_FILES = 256;

    private final List<Member> members;

    /**
     * A file of a group.
     *
     * @param path what is read
     * @param landed where it came from
     * @param records how many rows it must give
     */
    record Member(Path path, Landed landed, long records) {

        boolean isSmall() {
            return landed.text().bytes() <= SMALL_FILE_BYTES;
        }

        private String key() {
            return landed.file().batchId() + " " + landed.source();
        }
    }

    FileGroup(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /** Splits a list into runs of neighbours that may be read together; one that may not is alone. */
    static <T> List<List<T>> runs(List<T> items, Function<T, Member> member, BiPredicate<T, T> readAlike) {
        List<List<T>> runs = new ArrayList<>();
        List<T> run = new ArrayList<>();
        for (T item : items) {
            boolean joins = !run.isEmpty()
                    && run.size() < MOST_FILES
                    && member.apply(run.get(0)).isSmall()
                    && member.apply(item).isSmall()
                    && readAlike.test(run.get(0), item);
            if (!joins) {
                run = new ArrayList<>();
                runs.add(run);
            }
            run.add(item);
        }
        return runs;
    }

    List<Path> paths() {
        return members.stream().map(Member::path).toList();
    }

    /** The source of each row, from the column {@code filename}. */
    String source() {
        return byFile(Landed::source);
    }

    /** The batch of each row, from the column {@code filename}. */
    String batch() {
        return byFile(landed -> landed.file().batchId());
    }

    private String byFile(Function<Landed, String> value) {
        if (members.size() == 1) {
            return Provenance.constant(value.apply(members.get(0).landed()));
        }
        return members.stream()
                .map(member -> Identifiers.literal(member.path().toString()) + ": "
                        + Identifiers.literal(value.apply(member.landed())))
                .collect(Collectors.joining(", ", "MAP {", "}[filename]"));
    }

    /** Writes the rows; empty when they are not as many of each file as there must be, and then nothing is kept. */
    Optional<WrittenFiles> write(LoadContext context, TableDraft draft, String select) {
        WrittenFiles files;
        try {
            files = ParquetCopy.writeRaw(context.session(), draft, select, context.progress());
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.SQL_RUNTIME) {
                throw e;
            }
            return Optional.empty();
        }
        Map<String, Long> counts = counts(context, draft, files);
        boolean adds = members.stream().allMatch(member -> member.records() == counts.getOrDefault(member.key(), 0L));
        if (!adds) {
            draft.discard(files);
            return Optional.empty();
        }
        return Optional.of(files);
    }

    private static Map<String, Long> counts(LoadContext context, TableDraft draft, WrittenFiles files) {
        if (files.rows() == 0) {
            return Map.of();
        }
        String sql = "SELECT " + Provenance.BATCH_ID + " || ' ' || " + Provenance.SOURCE_FILE + ", count(*) FROM ("
                + TableScan.written(context.session(), draft.schema(), files.files()) + ") GROUP BY ALL";
        return context.session().query(sql, rows -> {
            Map<String, Long> counts = new HashMap<>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
            return counts;
        });
    }
}
