package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The key {@code storage} of a target. */
final class StorageSpecs {

    static final String KEY = "storage";

    static final List<String> S3_KEYS = List.of(
            "region",
            "path_style",
            "access_key_id",
            "secret_access_key",
            "session_token",
            "profile",
            "role_arn",
            "external_id",
            "anonymous",
            "encryption",
            "kms_key");

    static final List<String> ADLS_KEYS =
            List.of("account_key", "sas_token", "tenant_id", "client_id", "client_secret", "managed_identity");

    private static final ObjectSpec STORAGE = ObjectSpec.of(
                    "storage",
                    Field.text("endpoint", StorageSpecs::endpointComplaint)
                            .leftOutMeans("the cloud's own")
                            .describedAs("Where the storage is, when it is not AWS's or Azure's own: MinIO, Ceph, a VPC"
                                    + " endpoint, Azurite.")
                            .example("https://minio.example.com:9000"),
                    Field.text("region")
                            .leftOutMeans("what the environment or the profile says; `us-east-1` where there is an"
                                    + " `endpoint` and they say nothing")
                            .describedAs("S3: the bucket's region.")
                            .example("eu-central-1"),
                    Field.yesNo("path_style")
                            .leftOutMeans("`true` with `endpoint`, otherwise `false`")
                            .describedAs("S3: whether requests name the bucket in the path and not in the host's name.")
                            .example("false"),
                    Field.text("access_key_id")
                            .leftOutMeans("what AWS's default credential chain finds: environment, web identity,"
                                    + " profile, container, instance")
                            .describedAs("S3: the id of an access key; `secret_access_key` belongs to it.")
                            .example("${env:LAKE_KEY_ID}"),
                    Field.text("secret_access_key")
                            .secret()
                            .describedAs("S3: the secret of that key.")
                            .example("${env:LAKE_KEY_SECRET}"),
                    Field.text("session_token")
                            .secret()
                            .describedAs("S3: the token of a temporary key.")
                            .example("${env:LAKE_KEY_TOKEN}"),
                    Field.text("profile")
                            .describedAs("S3: a profile of `~/.aws/config` and `~/.aws/credentials`, single sign-on"
                                    + " excepted.")
                            .example("lake"),
                    Field.text("role_arn", StorageSpecs::roleComplaint)
                            .describedAs("S3: a role to take on with these credentials. Its sessions are renewed.")
                            .example("arn:aws:iam::123456789012:role/lake"),
                    Field.text("external_id")
                            .describedAs("S3: what the role's owner wants to hear beside.")
                            .example("${env:LAKE_EXTERNAL_ID}"),
                    Field.yesNo("anonymous")
                            .orElse("false")
                            .describedAs("S3: requests are not signed, for public buckets."),
                    Field.word("encryption", "sse-s3", "sse-kms")
                            .leftOutMeans("the bucket's own setting holds")
                            .describedAs("S3: how new objects are encrypted.")
                            .example("sse-kms"),
                    Field.text("kms_key")
                            .leftOutMeans("the account's own key for S3")
                            .describedAs("S3: the key for `encryption: sse-kms`.")
                            .example("arn:aws:kms:eu-central-1:123456789012:key/0a1b"),
                    Field.text("account_key")
                            .secret()
                            .leftOutMeans("what Azure's default credential chain finds: environment, workload identity,"
                                    + " managed identity, Azure CLI")
                            .describedAs("Azure: the storage account's key.")
                            .example("${env:LAKE_ACCOUNT_KEY}"),
                    Field.text("sas_token")
                            .secret()
                            .describedAs("Azure: a shared access signature.")
                            .example("${env:LAKE_SAS_TOKEN}"),
                    Field.text("tenant_id")
                            .describedAs("Azure: the tenant of a service principal.")
                            .example("${env:LAKE_TENANT}"),
                    Field.text("client_id")
                            .describedAs("Azure: the service principal's client.")
                            .example("${env:LAKE_CLIENT}"),
                    Field.text("client_secret")
                            .secret()
                            .describedAs("Azure: its secret.")
                            .example("${env:LAKE_CLIENT_SECRET}"),
                    Field.text("managed_identity")
                            .describedAs("Azure: `true` for the machine's own identity, or the client id of one of"
                                    + " several.")
                            .example("true"))
            .describedAs("How object storage is reached. Keys marked S3 are for `s3://`, those marked Azure for"
                    + " `abfss://`.");

    static final Field FIELD = Field.object(KEY, STORAGE)
            .leftOutMeans("the cloud's default credential chain and the environment's region")
            .describedAs("How a warehouse in object storage is reached. Secrets come from the environment or a file.")
            .example("{ region: eu-central-1, role_arn: \"arn:aws:iam::123456789012:role/lake\" }");

    private StorageSpecs() {}

    /** A project's files are shared and versioned: no secret of any target may stand in them. */
    static void refuseWritten(Node root, Diagnostics diagnostics) {
        for (NodeTuple target : tuples(child(root, "targets"))) {
            for (NodeTuple entry : tuples(child(target.getValueNode(), KEY))) {
                if (entry.getKeyNode() instanceof ScalarNode key
                        && entry.getValueNode() instanceof ScalarNode value
                        && isSecret(key.getValue())
                        && !value.getValue().contains("${")) {
                    diagnostics.add(
                            ErrorCode.VALUE_INVALID,
                            YamlText.place(ProjectFile.NAME, value.getStartMark()),
                            "the secret '" + key.getValue() + "' stands in the file itself; write ${env:NAME} or"
                                    + " ${file:path} and keep its value there");
                }
            }
        }
    }

    private static boolean isSecret(String key) {
        return STORAGE.field(key).filter(field -> field.notes().secret()).isPresent();
    }

    private static Optional<Node> child(Node node, String name) {
        return tuples(Optional.of(node)).stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static List<NodeTuple> tuples(Optional<Node> node) {
        return node.isPresent() && node.get() instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private static Optional<String> roleComplaint(String text) {
        return text.matches("arn:[a-z-]+:iam::[^:]*:role/.+")
                ? Optional.empty()
                : Optional.of("is no role; write one such as arn:aws:iam::123456789012:role/lake");
    }

    private static Optional<String> endpointComplaint(String text) {
        try {
            URI uri = new URI(text);
            boolean sound =
                    uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?");
            if (sound && uri.getUserInfo() != null) {
                return Optional.of("holds a user, which messages might show; write the keys for credentials");
            }
            return sound ? Optional.empty() : Optional.of("is no address; write one such as https://host:9000");
        } catch (URISyntaxException e) {
            return Optional.of("is no address; write one such as https://host:9000");
        }
    }
}
