package dev.lakesmith.cloud;

import dev.lakesmith.cloud.RoleSessions.Rights;
import dev.lakesmith.lake.storage.S3Options.Encryption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The policy of a session that needs the objects of a few folders, in AWS's language of policies. */
final class SessionPolicy {

    private static final List<String> READING = List.of("s3:GetObject");
    private static final List<String> WRITING =
            List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload");

    private SessionPolicy() {}

    /** For folders such as {@code s3://bucket/lake/silver/sales}. */
    static String of(String role, List<String> folders, Rights rights, Encryption encryption) {
        // aws, aws-cn or aws-us-gov, as the role has it.
        String partition = role.split(":", 3)[1];
        List<String> statements = new ArrayList<>();
        for (String folder : folders) {
            S3Place place = S3Place.of(folder);
            String bucket = "arn:" + partition + ":s3:::" + place.bucket();
            statements.add(
                    statement(rights == Rights.READ ? READING : WRITING, bucket + "/" + plain(place.key()) + "/*", ""));
            statements.add(statement(
                    List.of("s3:ListBucket"),
                    bucket,
                    ",\"Condition\":{\"StringLike\":{\"s3:prefix\":" + text(plain(place.key()) + "/*") + "}}"));
        }
        if (encryption instanceof Encryption.SseKms kms && kms.key().isPresent()) {
            statements.add(statement(
                    rights == Rights.READ ? List.of("kms:Decrypt") : List.of("kms:Decrypt", "kms:GenerateDataKey"),
                    kms.key().get(),
                    ""));
        }
        return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
    }

    private record S3Place(String bucket, String key) {
        static S3Place of(String folder) {
            String rest = folder.replaceFirst("^s3[an]?://", "");
            int slash = rest.indexOf('/');
            if (rest.equals(folder) || slash < 1 || rest.substring(slash).matches("/*")) {
                throw new IllegalArgumentException(folder + " is no folder of a bucket");
            }
            return new S3Place(
                    rest.substring(0, slash), rest.substring(slash + 1).replaceFirst("/+$", ""));
        }
    }

    private static String statement(List<String> actions, String resource, String condition) {
        String all = actions.stream().map(SessionPolicy::text).collect(Collectors.joining(","));
        return "{\"Effect\":\"Allow\",\"Action\":[" + all + "],\"Resource\":[" + text(resource) + "]" + condition + "}";
    }

    /** Signs that stand for others in policies, as themselves. */
    private static String plain(String key) {
        return key.replaceAll("[$*?]", "\\${$0}");
    }

    private static String text(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("control characters in the name of a folder");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
