package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** A bucket of S3, or of a server that speaks like it. */
final class S3Objects implements ObjectStore {

    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern RANGE = Pattern.compile("bytes \\d+-\\d+/(\\d+)");

    private final String bucket;
    private final S3Answers answers;
    private final Supplier<S3Client> clients;
    private @Nullable S3Client client;

    /** @param clients makes the client, when it is first needed */
    S3Objects(String bucket, S3Options options, Supplier<S3Client> clients) {
        this.bucket = bucket;
        this.clients = clients;
        this.answers = new S3Answers(bucket, options);
    }

    /** A question. */
    @FunctionalInterface
    private interface Question<T> {
        T of(S3Client client);
    }

    private <T> T asked(String key, Question<T> question) throws ObjectFailure {
        try {
            return question.of(client());
        } catch (SdkException e) {
            throw answers.told(key, e);
        }
    }

    private synchronized S3Client client() {
        S3Client open = client;
        if (open == null) {
            open = clients.get();
            client = open;
        }
        return open;
    }

    @Override
    public Page list(Listing listing) throws ObjectFailure {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(listing.prefix())
                .startAfter(listing.token().isPresent() ? null : listing.after().orElse(null))
                .continuationToken(listing.token().orElse(null))
                .build();
        ListObjectsV2Response answer = asked("", s3 -> s3.listObjectsV2(request));
        return new Page(
                answer.contents().stream()
                        .map(each -> new StoredObject(
                                each.key(), each.size(), seconds(each.lastModified()), unquoted(each.eTag())))
                        .toList(),
                Optional.ofNullable(answer.nextContinuationToken())
                        .filter(any -> Boolean.TRUE.equals(answer.isTruncated())));
    }

    @Override
    public Optional<StoredObject> look(String key) throws ObjectFailure {
        try {
            HeadObjectResponse answer = asked(
                    key,
                    s3 -> s3.headObject(
                            HeadObjectRequest.builder().bucket(bucket).key(key).build()));
            return Optional.of(new StoredObject(
                    key, answer.contentLength(), seconds(answer.lastModified()), unquoted(answer.eTag())));
        } catch (ObjectFailure e) {
            if (e.kind() == ObjectFailure.Kind.NO_OBJECT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Opened open(String key, long from, Optional<String> etag) throws ObjectFailure {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .ifMatch(etag.map(each -> '"' + each + '"').orElse(null))
                .range(from == 0 ? null : "bytes=" + from + "-");
        if (from == 0) {
            // then the SDK holds the bytes against the checksum that the object was put with, if there is one
            request.checksumMode(ChecksumMode.ENABLED);
        }
        ResponseInputStream<GetObjectResponse> body = asked(key, s3 -> s3.getObject(request.build()));
        GetObjectResponse answer = body.response();
        StoredObject object =
                new StoredObject(key, whole(answer, from), seconds(answer.lastModified()), unquoted(answer.eTag()));
        return new Opened(object, md5(answer), new S3Body(body), body::abort);
    }

    private static long whole(GetObjectResponse answer, long from) {
        Matcher range = RANGE.matcher(String.valueOf(answer.contentRange()));
        return range.matches() ? Long.parseLong(range.group(1)) : from + answer.contentLength();
    }

    /** Of an object that came in one part and is not encrypted with a key of its own, the etag is its MD5. */
    private static Optional<String> md5(GetObjectResponse answer) {
        ServerSideEncryption encryption = answer.serverSideEncryption();
        boolean plain = encryption == null || encryption == ServerSideEncryption.AES256;
        return Optional.of(unquoted(answer.eTag()))
                .filter(etag -> plain
                        && answer.sseCustomerAlgorithm() == null
                        && MD5.matcher(etag).matches());
    }

    private static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    /** Listings of some servers tell finer times than what they say of one object. */
    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public boolean seeks() {
        return true;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
