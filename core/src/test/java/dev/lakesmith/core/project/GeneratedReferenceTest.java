package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.vocabulary.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class GeneratedReferenceTest {

    private static final List<ConnectorSpec> CONNECTORS = List.of(SampleConnector.SPEC);

    @Test
    void everyReferenceOfASchemaResolves() throws JsonProcessingException {
        Map<String, String> schemas = JsonSchemas.render(CONNECTORS);

        assertThat(schemas)
                .containsOnlyKeys(
                        "lakesmith.schema.json", "source.schema.json", "model.schema.json", "test.schema.json");
        for (String text : schemas.values()) {
            JsonNode schema = new ObjectMapper().readTree(text);
            assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
            List<String> references = schema.findValuesAsText("$ref");
            assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                            schema.at(reference.substring(1)).isObject())
                    .as(reference)
                    .isTrue());
        }
    }

    @Test
    void aSchemaKnowsRequiredKeysWordsAndTheConnector() throws JsonProcessingException {
        JsonNode source = new ObjectMapper()
                .readTree(String.valueOf(JsonSchemas.render(CONNECTORS).get("source.schema.json")));

        assertThat(source.at("/oneOf/0/$ref").asText()).isEqualTo("#/$defs/files-source");
        JsonNode files = source.at("/$defs/files-source");
        assertThat(texts(files.path("required"))).containsExactly("connector");
        assertThat(texts(files.at("/properties/connector/anyOf/0/enum"))).containsExactly("files");
        assertThat(files.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(files.at("/properties/password/writeOnly").asBoolean()).isTrue();
        JsonNode stream = source.at("/$defs/files-stream");
        assertThat(texts(stream.path("required"))).containsExactly("path", "format");
        assertThat(stream.at("/properties/depth/default").asInt()).isEqualTo(3);
        assertThat(texts(stream.at("/properties/on_new_columns/anyOf/0/enum")))
                .containsExactly("evolve", "rescue", "fail");
    }

    @Test
    void thePagesDescribeEveryKeyAndEveryLinkHasItsSection() {
        String page = ReferencePage.render(CONNECTORS);
        String connector = ReferencePage.render(CONNECTORS.get(0));

        assertThat(page)
                .contains("| `materialized` | `table`, `view`, `append`, `merge`, `partition`, `snapshot` | `table` |")
                .contains("- [`files`](connectors/files.md): ")
                .contains("| `on_new_columns` |");
        assertThat(connector)
                .contains("| `path` | text; or list of text | **required** | Which files. | `./in/*.csv` |")
                .contains("Opens the door. Secret: never shown.")
                .doesNotContain("on_new_columns");
        assertLinked(page);
        assertLinked(connector);
    }

    private static void assertLinked(String page) {
        List<String> sections = Pattern.compile("(?m)^### (.+)$")
                .matcher(page)
                .results()
                .map(found -> found.group(1).replace("'", "").replace(' ', '-'))
                .toList();
        assertThat(Pattern.compile("]\\(#([^)]+)\\)").matcher(page).results().map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(sections).contains(link.substring("](#".length(), link.length() - 1)));
        assertThat(sections).doesNotHaveDuplicates();
    }

    @Test
    void everyDeclaredKeyOfCoreHasADescription() {
        assertThat(ReferencePage.render(List.of()).lines().filter(line -> line.startsWith("| `")))
                .noneMatch(line ->
                        line.split("(?<!\\\\)\\|", -1).length > 4 && line.split("(?<!\\\\)\\|", -1)[4].isBlank());
    }

    @Test
    void aKeyThatDecidesShowsOnlyItsOwnWord() {
        assertThat(ReferencePage.render(CONNECTORS)).contains("| `type` | `ndjson` | **required** |");
    }

    @Test
    void everyGeneratedFileHasItsName() {
        assertThat(ReferenceFiles.render(CONNECTORS))
                .containsOnlyKeys(
                        "project.md",
                        "connectors/files.md",
                        "errors.md",
                        "functions.md",
                        "lakesmith.schema.json",
                        "source.schema.json",
                        "model.schema.json",
                        "test.schema.json")
                .allSatisfy((name, text) -> assertThat(text).as(name).endsWith("\n"));
    }

    @Test
    void theErrorPageListsEveryCodeOnce() {
        String page = ErrorCodesPage.render();

        for (ErrorCode code : ErrorCode.values()) {
            assertThat(page).containsOnlyOnce("| " + code.id() + " | `" + code.name() + "` | " + code.meaning());
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
