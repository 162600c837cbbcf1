package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taps as child processes, those that behave and those that do not. */
final class SingerSourceTest {

    private static final String CATALOG = """
            {"streams": [
              {"tap_stream_id": "people", "stream": "people",
               "schema": {"properties": {"id": {"type": "integer"}, "name": {"type": ["null", "string"]},
                 "at": {"type": "string", "format": "date-time"}, "photo": {"type": "string"}}},
               "metadata": [{"breadcrumb": [], "metadata": {"table-key-properties": ["id"], "replication-key": "at",
                 "replication-method": "INCREMENTAL"}},
                 {"breadcrumb": ["properties", "photo"], "metadata": {"inclusion": "unsupported"}}]},
              {"tap_stream_id": "x", "stream": "x", "schema": {"properties": {"a": {"type": "string"}}}}]}
            """;

    private final Path folder;
    private final Path tap;
    private final Workbench bench;

    SingerSourceTest(@TempDir Path folder) {
        this.folder = folder;
        this.tap = folder.resolve("tap");
        this.bench = Workbench.in(folder);
        bench.file("tap/catalog.json", CATALOG);
    }

    private void script(String... lines) {
        bench.file("tap/script", String.join("\n", lines) + "\n");
    }

    private void source(String keys, String... streams) {
        bench.file(
                "sources/t.yml",
                "connector: singer\ncommand: " + ScriptedTap.command(tap) + "\nattempts: 1\n" + keys + "streams:\n  "
                        + String.join("\n  ", streams) + "\n");
    }

    private static String record(String stream, String record) {
        return "{\"type\": \"RECORD\", \"stream\": \"" + stream + "\", \"record\": " + record + "}";
    }

    private static String schema(String properties) {
        return "{\"type\": \"SCHEMA\", \"stream\": \"x\", \"key_properties\": [], \"schema\": {\"properties\": "
                + properties + "}}";
    }

    private String failure() {
        List<String> errors = Workbench.errors(bench.attempt());
        assertThat(bench.has("bronze.t_x")).isFalse();
        return errors.get(0);
    }

    private Ledger loaded(String table) {
        return Workbench.ledger(bench.run(), table);
    }

    @Test
    void aStateIsTheBookmarkAndRecordsThatTheTapRepeatsComeOnce() throws IOException {
        bench.file("tap/people", """
                {"id": 1, "name": "Ann", "at": "2026-01-01T00:00:00Z"}
                {"id": 2, "name": null, "at": "2026-01-02T00:00:00Z"}
                {"id": 3, "name": "C\\u00e9", "at": "2026-01-02T00:00:00Z"}
                """);
        script("!since people at");
        source("", "people: {}");

        assertThat(loaded("landing.t_people")).isEqualTo(Ledger.of(3, 3, 0));
        assertThat(bench.rows("SELECT id, name, \"at\", _source_file FROM bronze.t_people ORDER BY id"))
                .containsExactly(
                        "1|Ann|2026-01-01T00:00:00Z|java/people",
                        "2|null|2026-01-02T00:00:00Z|java/people",
                        "3|Cé|2026-01-02T00:00:00Z|java/people");

        assertThat(loaded("landing.t_people")).isEqualTo(Ledger.of(2, 0, 0, Map.of("landed already", 2L)));

        Files.writeString(tap.resolve("people"), """
                {"id": 1, "name": "Ann", "at": "2026-01-01T00:00:00Z"}
                {"id": 2, "name": null, "at": "2026-01-02T00:00:00Z"}
                {"id": 3, "name": "Bea", "at": "2026-01-02T00:00:00Z"}
                {"id": 2, "name": null, "at": "2026-01-02T00:00:00Z"}
                {"id": 4, "name": "new", "at": "2026-01-03T00:00:00Z"}
                """);
        assertThat(loaded("landing.t_people")).isEqualTo(Ledger.of(4, 3, 0, Map.of("landed already", 1L)));
        assertThat(loaded("landing.t_people")).isEqualTo(Ledger.of(1, 0, 0, Map.of("landed already", 1L)));
        assertThat(bench.rows("SELECT id, name FROM bronze.t_people ORDER BY ALL"))
                .containsExactly("1|Ann", "2|null", "2|null", "3|Bea", "3|Cé", "4|new");
        assertThat(Files.readAllLines(folder.resolve("lake/landing/t_people/files")
                        .toFile()
                        .listFiles()[0]
                        .toPath()
                        .resolve("00001.jsonl")))
                .anyMatch(line -> line.startsWith("{\"id\": "));
    }

    @Test
    void aTapWithoutStateThatGivesTheSameAgainLandsNothing() {
        script(
                record("x", "{\"a\": 1}"),
                record("y", "{\"b\": 1}"),
                "{\"type\": \"ACTIVATE_VERSION\", \"stream\": \"x\", \"version\": 7}");
        source("", "x: {}");

        RunReport report = bench.run();
        StepReport extract = Workbench.step(report, "landing.t_x");
        assertThat(extract.ledger()).isEqualTo(Ledger.of(2, 1, 0, Map.of("of other streams", 1L)));
        assertThat(extract.notes()).singleElement().asString().contains("ACTIVATE_VERSION");

        assertThat(loaded("landing.t_x"))
                .isEqualTo(Ledger.of(2, 0, 0, Map.of("landed already", 1L, "of other streams", 1L)));

        script(record("x", "{\"a\": 1}"), record("x", "{\"a\": 2}"));
        assertThat(loaded("bronze.t_x")).isEqualTo(Ledger.of(2, 2, 0));
    }

    @Test
    void aTapThatWritesOnlyOtherStreamsIsTold() {
        script(record("y", "{\"b\": 1}"), record("y", "{\"b\": 2}"));
        source("", "x: {}");

        assertThat(Workbench.step(bench.run(), "landing.t_x").notes())
                .containsExactly("source t: java, x: none of its 2 records is of the stream x; the last one is of y");
    }

    @Test
    void aSecretIsNotCutWhereALineIs() {
        script("!log ERROR " + "p".repeat((8 << 10) - 16) + "hunter2-hunter2-hunter2", "!exit 1");
        source("config: { api_key: hunter2-hunter2-hunter2 }\n", "x: {}");

        assertThat(failure()).contains("ppp").doesNotContain("hunter");
    }

    @Test
    void aTapThatFailsLandsNothingAndTheNextRunHasEverythingOnce() {
        script(
                "!many x 5000",
                "{\"type\": \"STATE\", \"value\": {\"n\": 1}}",
                "!log INFO half way",
                "!log ERROR too busy",
                "!exit 3");
        source("", "x: {}");

        assertThat(failure())
                .isEqualTo("landing.t_x: source t: java reading x ended with code 3; it logged last: INFO half way |"
                        + " ERROR too busy");
        assertThat(bench.has("landing.t_x")).isFalse();
        assertThat(folder.resolve("lake/landing/t_x/files")).isEmptyDirectory();

        script("!many x 5000");
        assertThat(loaded("bronze.t_x")).isEqualTo(Ledger.of(5000, 5000, 0));
    }

    @Test
    void aLineThatIsNoMessageIsToldWithItsNumber() {
        source("", "x: {}");
        for (List<String> wrong : List.of(
                List.of(
                        "starting the export ...",
                        "line 2 of the tap's output is no Singer message: Unrecognized token"),
                List.of(
                        "{\"type\": \"RECORD\", \"stream\": \"x\", \"record\": {\"a\": 1}",
                        "line 2 of the tap's output"),
                List.of(record("x", "{\"a\": 1}") + " {}", "something follows the message on its line"),
                List.of(record("x", "[1]"), "its record is no JSON object"),
                List.of("{\"type\": \"RECORD\", \"stream\": \"x\"}", "it has no record"),
                List.of("{\"stream\": \"x\"}", "it has no type"),
                List.of("{\"type\": \"RECORD\", \"record\": {\"a\": 1}}", "it has no stream"),
                List.of(record("X", "{\"a\": 1}"), "its stream is not written as in the catalog, x"),
                List.of("{\"type\": \"BATCH\", \"stream\": \"x\"}", "BATCH messages are not understood"))) {
            script(record("x", "{\"a\": 1}"), wrong.get(0));

            assertThat(failure()).contains(wrong.get(1)).contains("Nothing of this run was landed");
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefusedBeforeItFillsMemory() {
        script("!wide 3000000");
        source("longest_message: 1MB\n", "x: {}");

        assertThat(failure()).contains("source t: java, x: line 1 is longer than 1000000 bytes", "longest_message");
    }

    @Test
    void aTapThatFallsSilentIsEndedWithAllThatItStarted() throws IOException {
        script(record("x", "{\"a\": 1}"), "!hang");
        source("timeout: 3s\n", "x: {}");

        assertThat(failure()).contains("without a word");
        assertEnded();
    }

    private void assertEnded() throws IOException {
        assertThat(Arrays.stream(Files.readString(tap.resolve("hanging")).split(" "))
                        .map(Long::valueOf)
                        .filter(pid -> ProcessHandle.of(pid)
                                .map(ProcessHandle::isAlive)
                                .orElse(false)))
                .isEmpty();
    }

    @Test
    void anInterruptedRunLeavesNoProcessBehind() throws IOException, InterruptedException {
        script(record("x", "{\"a\": 1}"), "!hang");
        source("", "x: {}");
        Thread run = new Thread(() -> bench.attempt());
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        run.setUncaughtExceptionHandler((thread, e) -> failures.add(e));

        run.start();
        while (run.isAlive() && !Files.exists(tap.resolve("hanging"))) {
            run.join(20);
        }
        assertThat(failures).isEmpty();
        run.interrupt();
        run.join(20_000);

        assertThat(run.isAlive()).isFalse();
        assertEnded();
        assertThat(bench.has("landing.t_x")).isFalse();
    }

    @Test
    void onlyTheStreamAndTheFieldsAreSelectedAndConfigKeepsItsTypesInAFileOfItsOwner() throws IOException {
        script("!keep catalog", "!keep config", "!rights", "!where");
        source(
                "config: { token: \"s3cr3t-value\", start: 2026-01-01, page: 50, deep: { all: true, ids: [\"007\"] }"
                        + " }\n",
                "p: { stream: people, fields: [name], replication: full, replication_key: id }");

        bench.run();

        ObjectMapper json = new ObjectMapper();
        JsonNode config = json.readTree(tap.resolve("kept-config").toFile());
        assertThat(config)
                .isEqualTo(json.readTree("{\"token\": \"s3cr3t-value\", \"start\": \"2026-01-01\", \"page\": 50,"
                        + " \"deep\": {\"all\": true, \"ids\": [\"007\"]}}"));
        assertThat(Files.readString(tap.resolve("rights")))
                .contains("OWNER_READ")
                .doesNotContain("GROUP", "OTHERS");
        assertThat(Path.of(Files.readString(tap.resolve("where"))).getParent()).doesNotExist();
        JsonNode streams = json.readTree(tap.resolve("kept-catalog").toFile()).path("streams");
        assertThat(about(streams.path(0), "").toString())
                .contains("\"selected\":true", "\"replication-method\":\"FULL_TABLE\"", "\"replication-key\":\"id\"");
        assertThat(about(streams.path(0), "name").path("selected").asBoolean()).isTrue();
        assertThat(about(streams.path(0), "id").path("selected").asBoolean()).isFalse();
        assertThat(about(streams.path(0), "photo").path("selected").asBoolean()).isFalse();
        assertThat(about(streams.path(1), "").path("selected").asBoolean(true)).isFalse();
    }

    private static JsonNode about(JsonNode stream, String field) {
        for (JsonNode entry : stream.path("metadata")) {
            JsonNode breadcrumb = entry.path("breadcrumb");
            if (field.isEmpty()
                    ? breadcrumb.isEmpty()
                    : breadcrumb.path(1).asText().equals(field)) {
                return entry.path("metadata");
            }
        }
        throw new AssertionError("nothing about '" + field + "' in " + stream);
    }

    @Test
    void whatATapLogsIsShownWithoutItsSecrets() {
        script("!secret api_key", "!log INFO nothing special", record("x", "{\"a\": 1}"));
        source("config: { api_key: hunter2hunter2 }\n", "x: {}");

        assertThat(Workbench.step(bench.run(), "landing.t_x").notes())
                .containsExactly("java: ERROR cannot log in with ***");

        script("!secret api_key", "hunter2hunter2 is no JSON");
        String error = Workbench.errors(bench.attempt()).get(0);
        assertThat(error).contains("line 1 of the tap's output").contains("***").doesNotContain("hunter2");
    }

    @Test
    void aSchemaThatChangesIsToldAndNewFieldsBecomeColumns() {
        script(
                schema("{\"a\": {\"type\": \"integer\"}, \"b\": {\"type\": \"string\"}}"),
                record("x", "{\"a\": 1, \"b\": \"y\"}"));
        source("", "x: {}");
        bench.run();

        script(
                schema("{\"a\": {\"type\": [\"null\", \"number\"]}, \"c\": {\"type\": \"string\"}}"),
                record("x", "{\"a\": 2, \"c\": \"z\"}"));

        assertThat(Workbench.step(bench.run(), "landing.t_x").notes())
                .containsExactly(
                        "source t: java, x: the tap's schema has changed: a was integer and is number; c is new;"
                                + " b is gone");
        assertThat(bench.rows("SELECT a, b, c FROM bronze.t_x ORDER BY a")).containsExactly("1|y|null", "2|null|z");
    }

    @Test
    void whatCannotBeReadIsToldWithWhatThereIs() {
        script();
        source("", "x: { stream: peeple }");
        assertThat(failure()).contains("java has no stream peeple; did you mean 'people'?; it has people, x");

        source("", "x: { stream: people, fields: [nam] }");
        assertThat(failure()).contains("the tap's stream people has no field nam; did you mean 'name'?");

        bench.file("tap/catalog.json", "{}");
        source("", "x: {}");
        assertThat(failure()).contains("what java --discover wrote is no Singer catalog");

        bench.file("sources/t.yml", "connector: singer\ncommand: tap-that-is-not-there\nstreams: { x: {} }\n");
        assertThat(failure())
                .contains("tap-that-is-not-there cannot be started")
                .contains("install the tap");

        bench.file("sources/t.yml", "connector: singer\ncommand: python3 no-tap.py\nstreams: { x: {} }\n");
        assertThat(failure())
                .contains("an executable with arguments is a list, as command: [python3, no-tap.py]")
                .doesNotContain("install the tap");
    }

    @Test
    void a_model_takes_batches_for_all_there_is_only_where_the_tap_is_told_to_send_all() {
        script(schema("{\"id\": {\"type\": \"integer\"}}"), record("x", "{\"id\": 1}"), record("x", "{\"id\": 2}"));
        bench.model("silver.m", "materialized: merge\nunique_key: id\ndeletes: keys", "SELECT id FROM bronze.t_x");
        source("", "x: {}");

        assertThatThrownBy(bench::attempt)
                .hasMessageContaining("takes each batch of bronze.t_x for all there is, but a tap (sources/t.yml:")
                .hasMessageContaining("write 'replication: full' at the stream");

        source("", "x: { replication: full }");
        bench.run();
        script(schema("{\"id\": {\"type\": \"integer\"}}"), record("x", "{\"id\": 2}"));
        bench.run();
        assertThat(bench.rows("SELECT id FROM silver.m")).containsExactly("2");
    }
}
