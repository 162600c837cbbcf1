package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.cloud.RoleSessions.Rights;
import dev.lakesmith.lake.storage.S3Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions for others, and what their policies say. */
final class RoleSessionsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/clients";

    private static S3Options options() {
        return new S3Options(
                Optional.empty(),
                Optional.of("eu-central-1"),
                S3Options.Addressing.BY_HOST,
                new S3Options.Access.Keys("the-key", "the-secret", Optional.empty()),
                Optional.empty(),
                new S3Options.Encryption.OfBucket());
    }

    @Test
    void a_session_is_asked_for_with_a_policy_of_its_own_and_never_without() throws IOException {
        try (StsServer sts = StsServer.start();
                RoleSessions sessions = RoleSessions.open(
                        options(), new S3Options.Role(ROLE, Optional.of("acme")), Duration.ofMinutes(30))) {
            RoleSessions.Session session =
                    sessions.begin("bi/ü tools", List.of("s3://lake/shop/silver/sales/"), Rights.READ);

            assertThat(session.keyId()).isEqualTo("role-key");
            assertThat(session.secret()).isEqualTo("role-secret");
            assertThat(session.token()).isEqualTo("role-token");
            assertThat(session.toString()).doesNotContain("role-");
            assertThat(sts.asked())
                    .containsExactly("the-key Action=AssumeRole&Version=2011-06-15&RoleArn=" + ROLE
                            + "&RoleSessionName=lakesmith-bi---tools&Policy={\"Version\":\"2012-10-17\",\"Statement\":["
                            + "{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":[\"arn:aws:s3:::lake/shop/silver/sales/*\"]},"
                            + "{\"Effect\":\"Allow\",\"Action\":[\"s3:ListBucket\"],\"Resource\":[\"arn:aws:s3:::lake\"],"
                            + "\"Condition\":{\"StringLike\":{\"s3:prefix\":\"shop/silver/sales/*\"}}}]}"
                            + "&DurationSeconds=1800&ExternalId=acme");
        }
    }

    @Test
    void who_writes_may_put_and_remove_objects_of_these_folders_and_use_their_key() {
        String policy = SessionPolicy.of(
                "arn:aws-cn:iam::1:role/clients",
                List.of("s3a://lake/a", "s3://other/b/c"),
                Rights.WRITE,
                new S3Options.Encryption.SseKms(Optional.of("arn:aws:kms:k")));
        assertThat(policy)
                .contains("[\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\",\"s3:AbortMultipartUpload\"],"
                        + "\"Resource\":[\"arn:aws-cn:s3:::lake/a/*\"]")
                .contains("\"Resource\":[\"arn:aws-cn:s3:::other/b/c/*\"]")
                .contains("[\"kms:Decrypt\",\"kms:GenerateDataKey\"],\"Resource\":[\"arn:aws:kms:k\"]");
        assertThat(SessionPolicy.of(
                        ROLE,
                        List.of("s3://lake/a"),
                        Rights.READ,
                        new S3Options.Encryption.SseKms(Optional.of("arn:aws:kms:k"))))
                .contains("[\"kms:Decrypt\"]")
                .doesNotContain("Put")
                .doesNotContain("Delete")
                .doesNotContain("Generate");
    }

    @Test
    void signs_that_stand_for_others_stand_for_themselves() {
        assertThat(SessionPolicy.of(
                        ROLE, List.of("s3://lake/a*b?c$d\"e\\f"), Rights.READ, new S3Options.Encryption.OfBucket()))
                .contains("arn:aws:s3:::lake/a${*}b${?}c${$}d\\\"e\\\\f/*");
    }

    @Test
    void a_whole_bucket_is_no_folder() {
        for (String location : List.of("s3://lake", "s3://lake/", "s3://lake//", "file:///lake/a", "/lake/a", "")) {
            assertThatThrownBy(() ->
                            SessionPolicy.of(ROLE, List.of(location), Rights.READ, new S3Options.Encryption.OfBucket()))
                    .as(location)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
