package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.S3Options.Addressing;
import dev.lakesmith.lake.storage.S3Options.Encryption;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.FaultyProxy.Request;
import dev.lakesmith.testkit.storage.S3Server;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.iceberg.io.DelegateFileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each option changes in the requests that a server sees. */
class S3OnTheWireTest {

    @TempDir
    private Path folder = Path.of("");

    private S3Server server;
    private FaultyProxy proxy;

    @BeforeEach
    void open() {
        server = S3Server.start(folder, S3Server.Callers.ANONYMOUS).bucket("lake");
        proxy = FaultyProxy.before(server.port());
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    private S3Options options(Addressing addressing, Access access, Encryption encryption) {
        return new S3Options(
                Optional.of(proxy.endpoint()),
                Optional.of("eu-west-3"),
                addressing,
                access,
                Optional.empty(),
                encryption);
    }

    private static Access keys(Optional<String> token) {
        return new Access.Keys("the-key", "the-secret", token);
    }

    private Request written(S3Options options) throws IOException {
        proxy.forget();
        try (DelegateFileIO io = CloudFiles.open("s3://lake/shop", options, new Traffic())) {
            Content.write(io, "s3://lake/shop/a", new byte[] {1});
        } catch (LakesmithException e) {
            // This server encrypts nothing; what it was asked for is seen all the same.
            assertThat(e).hasMessageContaining("501");
        }
        return proxy.requests().get(0);
    }

    @Test
    void requests_are_signed_with_the_key_for_the_region() throws IOException {
        Request request = written(options(Addressing.BY_PATH, keys(Optional.empty()), new Encryption.OfBucket()));
        assertThat(request.method() + " " + request.target()).isEqualTo("PUT /lake/shop/a");
        assertThat(request.header("authorization").orElse(""))
                .contains("AWS4-HMAC-SHA256 Credential=the-key/")
                .contains("/eu-west-3/s3/aws4_request");
        assertThat(request.header("x-amz-security-token")).isEmpty();
        assertThat(request.headers().keySet()).noneMatch(name -> name.startsWith("x-amz-server-side-encryption"));
    }

    @Test
    void a_temporary_key_brings_its_token() throws IOException {
        Request request =
                written(options(Addressing.BY_PATH, keys(Optional.of("the-token")), new Encryption.OfBucket()));
        assertThat(request.header("x-amz-security-token")).contains("the-token");
        assertThat(request.header("authorization").orElse("")).contains("x-amz-security-token");
    }

    @Test
    void nobody_signs_nothing() throws IOException {
        Request request = written(options(Addressing.BY_PATH, new Access.Anonymous(), new Encryption.OfBucket()));
        assertThat(request.header("authorization")).isEmpty();
    }

    @Test
    void a_role_is_taken_on_with_the_key_and_signs_from_then_on() throws IOException {
        try (StsServer sts = StsServer.start()) {
            S3Options own = options(Addressing.BY_PATH, keys(Optional.empty()), new Encryption.OfBucket());
            Request request = written(new S3Options(
                    own.endpoint(),
                    own.region(),
                    own.addressing(),
                    own.access(),
                    Optional.of(new S3Options.Role("arn:aws:iam::123456789012:role/lake", Optional.of("acme"))),
                    own.encryption()));
            assertThat(sts.asked())
                    .containsExactly("the-key Action=AssumeRole&Version=2011-06-15"
                            + "&RoleArn=arn:aws:iam::123456789012:role/lake&RoleSessionName=lakesmith&ExternalId=acme");
            assertThat(request.header("authorization").orElse("")).contains("Credential=role-key/");
            assertThat(request.header("x-amz-security-token")).contains("role-token");
        }
    }

    @Test
    void objects_are_encrypted_as_asked() throws IOException {
        Request managed = written(options(Addressing.BY_PATH, keys(Optional.empty()), new Encryption.SseS3()));
        assertThat(managed.header("x-amz-server-side-encryption")).contains("AES256");

        Request kms =
                written(options(Addressing.BY_PATH, keys(Optional.empty()), new Encryption.SseKms(Optional.empty())));
        assertThat(kms.header("x-amz-server-side-encryption")).contains("aws:kms");
        assertThat(kms.header("x-amz-server-side-encryption-aws-kms-key-id")).isEmpty();

        Request own = written(options(
                Addressing.BY_PATH, keys(Optional.empty()), new Encryption.SseKms(Optional.of("arn:aws:kms:k"))));
        assertThat(own.header("x-amz-server-side-encryption-aws-kms-key-id")).contains("arn:aws:kms:k");
    }
}
