package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretsTest {

    private static final String SECRET = "p\"ä s/+?w\\rd";

    @TempDir
    Path directory;

    @Test
    void scrubsASecretInEveryFormItIsWritten() {
        Secrets secrets = Secrets.of(List.of(SECRET));

        assertThat(secrets.scrub("a " + SECRET + " b")).isEqualTo("a *** b");
        assertThat(secrets.scrub("{\"p\":\"p\\\"ä s/+?w\\\\rd\"}")).isEqualTo("{\"p\":\"***\"}");
        assertThat(secrets.scrub("x=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8) + "&y"))
                .isEqualTo("x=***&y");
        assertThat(secrets.scrub(
                        URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20")))
                .isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "user:"})
    void scrubsASecretInsideBase64OfALongerText(String before) {
        String secret = "correct horse battery";
        String encoded =
                Base64.getEncoder().encodeToString((before + secret + ":tail").getBytes(StandardCharsets.UTF_8));

        String clean = Secrets.of(List.of(secret)).scrub("Authorization: Basic " + encoded);

        assertThat(clean).contains("***");
        String core = Base64.getEncoder()
                .encodeToString(secret.getBytes(StandardCharsets.UTF_8))
                .substring(4, 20);
        assertThat(clean).doesNotContain(core).doesNotContain(encoded);
    }

    @Test
    void scrubsTheLinesOfASecretOfSeveralLines() {
        Secrets secrets = Secrets.of(List.of("-----BEGIN-----\nMIIEvQIBADANBg\n-----END-----"));

        assertThat(secrets.scrub("read MIIEvQIBADANBg then")).isEqualTo("read *** then");
    }

    @Test
    void leavesShortValuesAlone() {
        assertThat(Secrets.of(List.of("", "a", "dev")).scrub("a dev day")).isEqualTo("a dev day");
    }

    @Test
    void mistakesNeverShowASecretHoweverItCameIn() {
        List<String> mistakes = ProjectFixture.in(directory)
                .file("token.txt", "filesecret\n")
                .file("sources/a.yml", """
                        connector: files
                        timeout: "${env:DB_PASSWORD}"
                        root: "${file:token.txt}"
                        password: literalsecret
                        login: { user: literalsecret, password: [x] }
                        streams:
                          s:
                            path: x
                            format: "${env:API_TOKEN}"
                            on_new_columns: filesecret
                            depth: literalsecret
                            largest: "${env:TINY_KEY}"
                        """)
                .environment("DB_PASSWORD", "envsecret")
                .environment("API_TOKEN", "tokensecret")
                .environment("TINY_KEY", "abc")
                .mistakes();

        assertThat(mistakes).hasSize(6);
        assertThat(String.join("\n", mistakes))
                .contains("'timeout' must be a duration such as 30s, 5m or 1h30m, got '***'")
                .contains("got '***'")
                .doesNotContain("envsecret", "tokensecret", "filesecret", "literalsecret", "abc");
    }

    @Test
    void aSoundProjectCarriesItsSecretsForOthersToScrub() {
        Project project = ProjectFixture.in(directory)
                .file("sources/a.yml", """
                        connector: files
                        password: literalsecret
                        root: "${env:ROOT_CREDENTIALS}/in"
                        streams: { s: { path: x, format: csv } }
                        """)
                .environment("ROOT_CREDENTIALS", "envsecret")
                .project();

        assertThat(project.sources().get(0).options().get("root", String.class)).isEqualTo("envsecret/in");
        assertThat(project.secrets().scrub("literalsecret and envsecret")).isEqualTo("*** and ***");
    }

    @Test
    void a_suggestion_made_of_a_secret_is_hidden_too() {
        assertThat(Secrets.of(List.of("Hunter2-Secret")).scrub("write 'hunter2_secret'"))
                .isEqualTo("write '***'");
    }

    @Test
    void namesKeysOfFunctionsWithoutShowingThem() {
        LoadedProject loaded = withSecret("${env:SALT}")
                .environment("SALT", "sixteen or more letters")
                .load();

        Project project = loaded.orThrow();
        assertThat(project.keys().names()).containsExactly("pii");
        assertThat(project.toString()).doesNotContain("sixteen");
        assertThat(project.secrets().scrub("a sixteen or more letters b")).isEqualTo("a *** b");
    }

    @Test
    void refusesASecretThatStandsInTheFileOrIsShort() {
        assertThat(withSecret("a long text in the file itself").load().diagnostics())
                .singleElement()
                .asString()
                .startsWith("lakesmith.yml:4:17: the secret 'pii' stands in the file itself; write ${env:NAME}")
                .doesNotContain("a long text");
        assertThat(withSecret("${env:SALT}")
                        .environment("SALT", "pepper")
                        .load()
                        .diagnostics())
                .singleElement()
                .asString()
                .contains("'pii': '***' has 6 characters; a secret needs 16 or more")
                .doesNotContain("pepper");
    }

    private ProjectFixture withSecret(String value) {
        return ProjectFixture.in(directory)
                .file(
                        "lakesmith.yml",
                        "name: shop\ntargets:\n  dev: { warehouse: ./lake }\nsecrets: { pii: \"" + value + "\" }\n");
    }
}
