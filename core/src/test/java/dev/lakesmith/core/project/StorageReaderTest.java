package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.S3Options.Addressing;
import dev.lakesmith.lake.storage.S3Options.Encryption;
import dev.lakesmith.lake.storage.StorageOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StorageReaderTest {

    private static final String S3 = "s3://acme-lake/shop";
    private static final String AZURE = "abfss://lake@acme.dfs.core.windows.net/shop";

    @TempDir
    private Path directory = Path.of("");

    private ProjectFixture with(String warehouse, String storage) {
        return ProjectFixture.empty(directory)
                .file(
                        "lakesmith.yml",
                        "name: shop\ntargets:\n  dev:\n    warehouse: " + warehouse
                                + "\n    catalog: glue\n    storage: " + storage + "\n")
                .environment("SECRET", "s3cr3t-words")
                .environment("TOKEN", "t0k3n-words");
    }

    private StorageOptions read(String warehouse, String storage) {
        return with(warehouse, storage).project().target().storage();
    }

    @Test
    void nothingIsNeeded() {
        Target target = ProjectFixture.empty(directory)
                .file("lakesmith.yml", "name: shop\ntargets:\n  dev: { warehouse: " + S3 + "/, catalog: glue }\n")
                .project()
                .target();

        assertThat(target.storage()).isEqualTo(StorageOptions.STANDARD);
        assertThat(target.warehouse()).isEqualTo(S3);
        assertThat(read(S3, "{}")).isEqualTo(S3Options.STANDARD);
        assertThat(read(AZURE, "{}")).isEqualTo(AdlsOptions.STANDARD);
    }

    @Test
    void anyServerOfS3IsReachedWithKeysOfItsOwn() {
        assertThat(read(
                        S3,
                        "{ endpoint: \"http://minio:9000\", region: eu-west-1, access_key_id: me, secret_access_key:"
                                + " \"${env:SECRET}\", session_token: \"${env:TOKEN}\" }"))
                .isEqualTo(new S3Options(
                        Optional.of(URI.create("http://minio:9000")),
                        Optional.of("eu-west-1"),
                        Addressing.BY_PATH,
                        new Access.Keys("me", "s3cr3t-words", Optional.of("t0k3n-words")),
                        Optional.empty(),
                        new Encryption.OfBucket()));
    }

    @Test
    void aRoleAndKeysOfKmsAreKeptAsWritten() {
        assertThat(read(
                        S3,
                        "{ profile: lake, role_arn: \"arn:aws:iam::123456789012:role/lake\", external_id: acme,"
                                + " encryption: sse-kms, kms_key: \"arn:aws:kms:eu-west-1:1:key/a\" }"))
                .isEqualTo(new S3Options(
                        Optional.empty(),
                        Optional.empty(),
                        Addressing.BY_HOST,
                        new Access.Chain(Optional.of("lake")),
                        Optional.of(new S3Options.Role("arn:aws:iam::123456789012:role/lake", Optional.of("acme"))),
                        new Encryption.SseKms(Optional.of("arn:aws:kms:eu-west-1:1:key/a"))));
        assertThat(
                        read(
                                S3,
                                "{ endpoint: \"https://vpce.example.com\", path_style: false, anonymous: true, encryption: sse-s3 }"))
                .isEqualTo(new S3Options(
                        Optional.of(URI.create("https://vpce.example.com")),
                        Optional.empty(),
                        Addressing.BY_HOST,
                        new Access.Anonymous(),
                        Optional.empty(),
                        new Encryption.SseS3()));
    }

    @Test
    void azureKnowsFourWaysToLogIn() {
        assertThat(read(AZURE, "{ account_key: \"${env:SECRET}\", endpoint: \"http://127.0.0.1:10000\" }"))
                .isEqualTo(new AdlsOptions(
                        Optional.of(URI.create("http://127.0.0.1:10000")),
                        new AdlsOptions.Access.AccountKey("s3cr3t-words")));
        assertThat(read(AZURE, "{ sas_token: \"${env:SECRET}\" }"))
                .isEqualTo(new AdlsOptions(Optional.empty(), new AdlsOptions.Access.SasToken("s3cr3t-words")));
        assertThat(read(AZURE, "{ tenant_id: t, client_id: c, client_secret: \"${env:SECRET}\" }"))
                .isEqualTo(new AdlsOptions(
                        Optional.empty(), new AdlsOptions.Access.ClientSecret("t", "c", "s3cr3t-words")));
        assertThat(read(AZURE, "{ managed_identity: true }"))
                .isEqualTo(new AdlsOptions(Optional.empty(), new AdlsOptions.Access.ManagedIdentity(Optional.empty())));
        assertThat(read(AZURE, "{ managed_identity: 0a1b }"))
                .isEqualTo(
                        new AdlsOptions(Optional.empty(), new AdlsOptions.Access.ManagedIdentity(Optional.of("0a1b"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                S3 + "|{ access_key_id: me, secret_access_key: \"${env:SECRET}\", session_token: \"${env:TOKEN}\" }",
                AZURE + "|{ account_key: \"${env:SECRET}\" }",
                AZURE + "|{ sas_token: \"${env:SECRET}\" }",
                AZURE + "|{ tenant_id: t, client_id: c, client_secret: \"${env:SECRET}\" }"
            })
    void noTextShowsASecret(String warehouse, String storage) {
        Project project = with(warehouse, storage).project();

        assertThat(project.target().toString()).doesNotContain("s3cr3t").doesNotContain("t0k3n");
        assertThat(project.secrets().scrub("s3cr3t-words")).isEqualTo("***");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                S3 + "|{ access_key_id: a }|'access_key_id' is nothing without 'secret_access_key'; write both",
                S3 + "|{ session_token: \"${env:TOKEN}\" }|'session_token' belongs to 'access_key_id', which is not"
                        + " written; write it, or remove 'session_token'",
                S3 + "|{ external_id: a }|'external_id' belongs to 'role_arn'",
                S3 + "|{ kms_key: a, encryption: sse-s3 }|'kms_key' is the key for encryption: sse-kms",
                S3 + "|{ anonymous: true, profile: a }|'anonymous' and 'profile' are two ways to log in",
                S3 + "|{ account_key: \"${env:SECRET}\" }|'account_key' is for abfss://",
                S3 + "|{ role_arn: admin }|is no role; write one such as arn:aws:iam::",
                S3 + "|{ endpoint: minio }|is no address",
                S3 + "|{ endpoint: \"http://u:p@minio\" }|holds a user",
                AZURE + "|{ region: a }|'region' is for s3://, and this is abfss://; remove it",
                AZURE
                        + "|{ account_key: \"${env:SECRET}\", sas_token: \"${env:TOKEN}\" }|'sas_token' and 'account_key' are two"
                        + " ways to log in",
                AZURE
                        + "|{ client_secret: \"${env:SECRET}\", tenant_id: t }|'client_secret' is nothing without 'client_id'",
                "./lake|{ region: a }|the warehouse is on the local disk, where 'storage' has no meaning; remove it"
            })
    void keysThatDoNotGoTogetherAreRefused(String warehouse, String storage, String complaint) {
        String catalog = warehouse.startsWith("./") ? "sqlite" : "glue";
        assertThat(ProjectFixture.empty(directory)
                        .file(
                                "lakesmith.yml",
                                "name: shop\ntargets:\n  dev:\n    warehouse: " + warehouse + "\n    catalog: "
                                        + catalog + "\n    storage: " + storage + "\n")
                        .environment("SECRET", "s3cr3t-words")
                        .environment("TOKEN", "t0k3n-words")
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("lakesmith.yml:6:")
                .contains(complaint)
                .doesNotContain("s3cr3t");
    }

    @Test
    void aSecretInTheFileItselfIsRefusedForEveryTarget() {
        assertThat(ProjectFixture.in(directory).file("lakesmith.yml", """
                                name: shop
                                targets:
                                  dev: { warehouse: ./lake }
                                  prod:
                                    warehouse: s3://acme-lake/shop
                                    catalog: glue
                                    storage:
                                      access_key_id: me
                                      secret_access_key: 0penw0rds
                                """).mistakes())
                .containsExactly("lakesmith.yml:9:26: the secret 'secret_access_key' stands in the file itself; write"
                        + " ${env:NAME} or ${file:path} and keep its value there [LS107]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gs://acme/lake", "s3:///lake", "s3://Acme/lake", "abfss://lake/shop", "s3://acme/a?b"})
    void otherPlacesAreRefused(String warehouse) {
        assertThat(ProjectFixture.empty(directory)
                        .file(
                                "lakesmith.yml",
                                "name: shop\ntargets:\n  dev: { warehouse: \"" + warehouse + "\", catalog: glue }\n")
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("lakesmith.yml:3:21: 'warehouse': '" + warehouse + "' is no folder that is understood");
    }
}
