package dev.lakesmith.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.sql.AnalysisMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The landed files of streams, looked up where they are known from an earlier command: the ledger at one snapshot never
 * changes, and asking the engine costs more than planning a hundred models.
 */
final class RememberedLedger {

    /** The ledger of a stream with more files is read each time; remembering it would make every command read it. */
    private static final int MOST_FILES = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LandingLedger ledger;
    private final AnalysisMemory memory;

    RememberedLedger(LandingLedger ledger, AnalysisMemory memory) {
        this.ledger = ledger;
        this.memory = memory;
    }

    /** What landing holds of a stream. */
    Landed landed(Stream stream, LakeView view) {
        return new Landed(files(stream, view), LandingLedger.bookmark(stream, view));
    }

    /** All landed files of a stream, in the order they were landed. */
    private List<LandedFile> files(Stream stream, LakeView view) {
        Optional<LakeTable> table = view.table(stream.landing());
        if (table.isEmpty() || table.get().snapshotId().isEmpty()) {
            return List.of();
        }
        String question = "landed\n" + table.get().identity() + "\n"
                + table.get().snapshotId().getAsLong();
        Optional<String> known = memory.recall(question);
        if (known.isPresent()) {
            return read(known.get());
        }
        List<LandedFile> files = ledger.filesAfter(stream, "", view);
        if (files.size() <= MOST_FILES) {
            memory.remember(question, written(files));
        }
        return files;
    }

    /** Makes {@link #landed} a look-up where it can be one. */
    void lookAhead(Stream stream, LakeView view) {
        if (view.table(stream.landing()).map(LakeTable::rows).orElse(0L) <= MOST_FILES) {
            files(stream, view);
        }
    }

    private static String written(List<LandedFile> files) {
        ArrayNode all = JSON.createArrayNode();
        files.forEach(file -> all.addArray()
                .add(file.batchId())
                .add(file.path())
                .add(file.landedPath())
                .add(file.bytes())
                .add(file.etag())
                .add(file.modifiedAt().toString())
                .add(file.version())
                .add(file.landedAt().toString()));
        return all.toString();
    }

    private static List<LandedFile> read(String text) {
        try {
            List<LandedFile> files = new ArrayList<>();
            for (JsonNode file : JSON.readTree(text)) {
                files.add(new LandedFile(
                        file.path(0).asText(),
                        file.path(1).asText(),
                        file.path(2).asText(),
                        file.path(3).asLong(),
                        file.path(4).asText(),
                        Instant.parse(file.path(5).asText()),
                        file.path(6).asInt(),
                        Instant.parse(file.path(7).asText())));
            }
            return files;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was remembered of a ledger is no JSON of this program", e);
        }
    }
}
