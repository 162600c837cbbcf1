package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.bucket.BucketPath;
import dev.lakesmith.connectors.files.server.HostKeys;
import dev.lakesmith.connectors.files.server.Server;
import dev.lakesmith.connectors.tls.TlsKeys;
import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.SourceStorage;
import dev.lakesmith.core.project.TextRule;
import dev.lakesmith.core.project.ValueType;
import java.util.List;

/** The keys of a source and of its streams. */
final class FilesKeys {

    static final List<String> REMOTE = List.of(
            "user",
            "password",
            "private_key",
            "passphrase",
            "host_key",
            "known_hosts",
            "headers",
            "parameters",
            "tls",
            "proxy",
            "unencrypted");

    static final ObjectSpec SOURCE = ObjectSpec.of(
                    "files source",
                    Field.text("url", text -> BucketPath.is(text) ? BucketPath.complaint(text) : Server.complaint(text))
                            .leftOutMeans("folders of the machine that runs the project")
                            .describedAs(
                                    "The server or bucket that the files are in, and the folder there that paths start from:"
                                            + " `sftp://`, `ftpes://` (FTP that is secured once the connection stands, mostly on port 21),"
                                            + " `ftps://` (secured from the start, port 990), `https://`, `http://`, `ftp://`, `s3://bucket/…`"
                                            + " or `abfss://container@account.dfs.core.windows.net/…`. Without"
                                            + " a folder, SFTP and FTP start where the server puts the user.")
                            .example("sftp://files.example.com/outgoing"),
                    Field.text("user")
                            .leftOutMeans("needed for SFTP; else nobody, or FTP's `anonymous`")
                            .describedAs("Who reads.")
                            .example("${env:DROP_USER}"),
                    Field.text("password", TextRule.ANY)
                            .secret()
                            .describedAs("The user's password; keep it out of the file.")
                            .example("${env:DROP_PASSWORD}"),
                    Field.text("private_key")
                            .describedAs("For SFTP: the file of the user's private key, relative to the project's"
                                    + " folder, or the key itself, which is kept out of the file as a password is; in OpenSSH's form, PEM or"
                                    + " PKCS #8.")
                            .example("${env:HOME}/.ssh/id_ed25519"),
                    Field.text("passphrase", TextRule.ANY)
                            .secret()
                            .describedAs("What the private key is encrypted with.")
                            .example("${env:DROP_PASSPHRASE}"),
                    Field.of(
                                    "host_key",
                                    new ValueType.Either(
                                            new ValueType.Text(HostKeys::complaint),
                                            new ValueType.ListOf(new ValueType.Text(HostKeys::complaint))))
                            .leftOutMeans("`known_hosts` tells")
                            .describedAs("For SFTP: the fingerprint of the server's key, or the key itself, or several"
                                    + " of them. A server with another key is refused.")
                            .example("SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8"),
                    Field.text("known_hosts")
                            .leftOutMeans("`.ssh/known_hosts` of whoever runs the project")
                            .describedAs("For SFTP: the file of the servers' keys that are known, relative to the"
                                    + " project's folder. A server that is not in it is refused.")
                            .example("certs/known_hosts"),
                    Field.map("headers", "header name", new ValueType.Text(TextRule.ANY))
                            .secret()
                            .describedAs("For HTTP: headers of every request.")
                            .example("{ Authorization: \"Bearer ${env:DROP_TOKEN}\" }"),
                    Field.map("parameters", "parameter name", new ValueType.Text(TextRule.ANY))
                            .secret()
                            .describedAs("For HTTP: parameters added to every URL, such as a signature.")
                            .example("{ sig: \"${env:DROP_SIGNATURE_KEY}\" }"),
                    TlsKeys.TLS,
                    TlsKeys.PROXY,
                    Field.word("unencrypted", "allowed")
                            .leftOutMeans("`ftp://`, and `http://` with a password, are refused")
                            .describedAs(
                                    "That passwords and files may be sent so that everybody on the way can read them."),
                    SourceStorage.FIELD,
                    Field.duration("connect_timeout").orElse("10s").describedAs("How long connecting may take."),
                    Field.duration("timeout")
                            .orElse("60s")
                            .describedAs("How long the server may say nothing, in the middle of a file too."))
            .describedAs("Files in folders of the machine that runs the project, on a server, or in object storage.");

    static final ObjectSpec STREAM = ObjectSpec.of(
            "files stream",
            Field.textOrTexts("path")
                    .required()
                    .describedAs("Which files: a glob, or several, relative to the project's folder or the source's"
                            + " `url`, or the whole of it, `s3://bucket/…`, where there is none. `*` stands for any"
                            + " part of a name, `**` for any folders, `?` for one character, `{a,b}` for either. Hidden"
                            + " files and files that are still being written (`*.tmp`, `*.part`, `*.crdownload`) are"
                            + " left out. A web server has no folders: there each path is one file.")
                    .example("drop/contacts/*.csv.gz"),
            Field.textOrTexts("exclude")
                    .describedAs("Globs of files to leave out; one without a slash is held against names alone.")
                    .example("drop/contacts/*-test.csv"),
            Field.duration("min_age")
                    .orElse("0s")
                    .describedAs(
                            "Files changed more recently than this wait for a later run, because somebody may still"
                                    + " be writing them.")
                    .example("5m"),
            Field.word("landing", "copy", "reference")
                    .orElse("copy")
                    .describedAs(
                            "For object storage: `reference` notes the objects in landing, with size and ETag, and does"
                                    + " not copy them; loads read them where they are, with the target's `storage`, and fail when"
                                    + " they are not what was noted. What an object held before it was replaced or removed cannot"
                                    + " be loaded again.")
                    .example("reference"),
            Field.text("events", BucketReview::queue)
                    .describedAs(
                            "For `s3://`: the URL of an SQS queue into which S3 tells of the stream's objects, directly,"
                                    + " through SNS or through EventBridge. A run takes the objects that it tells of, and lists"
                                    + " only every `backfill_interval`. The queue is this stream's alone.")
                    .example("https://sqs.eu-central-1.amazonaws.com/123456789012/drop-orders"),
            Field.word("listing", "full", "incremental")
                    .orElse("full")
                    .describedAs(
                            "For buckets: `incremental` is for keys that grow in order, such as those that begin with"
                                    + " a date. A run then lists only what is behind the last key landed, less the `lookback`;"
                                    + " `full` lists every key in every run.")
                    .example("incremental"),
            Field.duration("lookback")
                    .orElse("1d")
                    .describedAs("For `listing: incremental`: how much older than the newest object landed others are"
                            + " whose keys are listed again, to find those that came late."),
            Field.duration("backfill_interval")
                    .orElse("1d")
                    .describedAs(
                            "For `listing: incremental` and `events`: how often every key is listed all the same; that finds"
                                    + " what came later than `lookback`, old objects that were replaced, and what no"
                                    + " message told of."));

    private FilesKeys() {}
}
