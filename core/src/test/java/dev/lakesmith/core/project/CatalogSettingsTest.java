package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.catalog.ServerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogSettingsTest {

    @TempDir
    private Path directory = Path.of("");

    private ProjectFixture with(String catalog) {
        return ProjectFixture.empty(directory)
                .file(
                        "lakesmith.yml",
                        "name: shop\ntargets:\n  dev:\n    warehouse: ./lake\n    catalog: " + catalog + "\n");
    }

    private CatalogSettings read(String catalog) {
        return with(catalog).project().target().catalog();
    }

    @Test
    void aLocalWarehouseHasItsCatalogInItself() {
        CatalogSettings inside = new CatalogSettings.Sqlite(directory.resolve("lake/catalog.db"), "lakesmith");

        assertThat(ProjectFixture.in(directory).project().target().catalog()).isEqualTo(inside);
        assertThat(read("sqlite")).isEqualTo(inside);
        assertThat(read("{ type: sqlite, path: ../other.db, name: shop }"))
                .isEqualTo(new CatalogSettings.Sqlite(directory.resolveSibling("other.db"), "shop"));
    }

    @Test
    void databaseServersAreReadWithTheirUsersAndSecretsAreNotShown() {
        Project project = with("{ type: postgres, url: \"jdbc:postgresql://db/lake?sslmode=require\", user: u,"
                        + " password: \"${env:PG}\", schema: ice, name: shop }")
                .environment("PG", "s3cr3t-words")
                .project();

        assertThat(project.target().catalog())
                .isEqualTo(new CatalogSettings.Server(new ServerSettings(
                        "jdbc:postgresql://db/lake?sslmode=require",
                        Optional.of("u"),
                        Optional.of("s3cr3t-words"),
                        Optional.of("ice"),
                        "shop")));
        assertThat(project.target().toString()).doesNotContain("s3cr3t").contains("postgresql://db/lake");
        assertThat(project.secrets().scrub("the word s3cr3t-words")).doesNotContain("s3cr3t");
        assertThat(read("{ type: mysql, url: \"mariadb://db:3306/lake\" }"))
                .isEqualTo(new CatalogSettings.Server(new ServerSettings(
                        "mariadb://db:3306/lake", Optional.empty(), Optional.empty(), Optional.empty(), "lakesmith")));
    }

    @Test
    void serversOfTheRestProtocolAreToldWhatIcebergsClientKnows() {
        CatalogSettings.Rest rest =
                (CatalogSettings.Rest) read("{ type: rest, uri: \"https://host/api/\", warehouse: w,"
                        + " credential: \"id:secret-words\", oauth2_server_uri: \"https://login/token\", scope: ALL,"
                        + " headers: { X-Tenant: acme }, sigv4: { region: eu-central-1 } }");

        assertThat(rest.uri()).isEqualTo("https://host/api");
        assertThat(rest.properties())
                .isEqualTo(Map.of(
                        "warehouse", "w",
                        "credential", "id:secret-words",
                        "oauth2-server-uri", "https://login/token",
                        "scope", "ALL",
                        "header.X-Tenant", "acme",
                        "rest.sigv4-enabled", "true",
                        "rest.signing-region", "eu-central-1",
                        "rest.signing-name", "glue"));
        assertThat(rest.toString()).doesNotContain("secret-words");
    }

    @Test
    void glueNeedsNothing() {
        assertThat(read("glue"))
                .isEqualTo(new CatalogSettings.Glue(Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(read("{ type: glue, region: eu-west-1, endpoint: \"http://localhost:5000\", catalog_id: 0123 }"))
                .isEqualTo(new CatalogSettings.Glue(
                        Optional.of("eu-west-1"), Optional.of("http://localhost:5000"), Optional.of("0123")));
    }

    @Test
    void mistakesAreToldWithTheirPlacesAndWhatToWrite() {
        List<String> mistakes =
                ProjectFixture.empty(directory).file("lakesmith.yml", """
                        name: shop
                        targets:
                          dev: { warehouse: ./lake, catalog: hive }
                          a: { warehouse: ./lake, catalog: { type: postgres, url: "mysql://db/lake" } }
                          b: { warehouse: ./lake, catalog: { type: mysql, url: "mysql://me:pass-words@db/lake" } }
                          c: { warehouse: ./lake, catalog: { type: rest, uri: "ftp://x", credential: a, token: b } }
                          d: { warehouse: ./lake, catalog: { type: rest, uri: "https://x", oauth2_server_uri: "https://y" } }
                          e: { warehouse: ./lake, catalog: { type: sqlite, name: "a b" } }
                          f: { warehouse: ./lake, catalog: { type: postgres, user: me } }
                        """).mistakes();

        assertThat(mistakes)
                .anyMatch(each -> each.startsWith("lakesmith.yml:3:") && each.contains("sqlite, glue"))
                .anyMatch(each -> each.startsWith("lakesmith.yml:4:") && each.contains("another kind of database"))
                .anyMatch(each -> each.startsWith("lakesmith.yml:5:") && each.contains("write it under 'password'"))
                .anyMatch(each -> each.startsWith("lakesmith.yml:6:") && each.contains("is no address"))
                .anyMatch(each -> each.startsWith("lakesmith.yml:8:") && each.contains("is no catalog name"))
                .anyMatch(each -> each.startsWith("lakesmith.yml:9:") && each.contains("'url'"))
                .noneMatch(each -> each.contains("pass-words"));
        assertThat(with("{ type: rest, uri: \"https://x\", credential: a, token: b }")
                        .mistakes())
                .containsExactly("lakesmith.yml:5:68: 'credential' and 'token' are two ways to log in; remove one of"
                        + " them [LS107]");
        assertThat(with("{ type: rest, uri: \"https://x\", oauth2_server_uri: \"https://y\" }")
                        .mistakes())
                .hasSize(1)
                .first()
                .asString()
                .contains("write 'credential', or remove it");
    }
}
