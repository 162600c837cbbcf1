package dev.lakesmith.cloud;

import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client whose writes may be repeated: completing an upload a second time succeeds when the first time did the work
 * and only its response was lost. What is refused because credentials are no longer accepted is asked once more with
 * those that are to be had then. Closes what the client was made with.
 */
final class RepeatableS3Client extends DelegatingS3Client {

    private final RenewableCredentials credentials;

    RepeatableS3Client(S3Client client, RenewableCredentials credentials) {
        super(client);
        this.credentials = credentials;
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        int generation = credentials.generation();
        try {
            return operation.apply(request);
        } catch (AwsServiceException e) {
            if (!RenewableCredentials.areRefused(e) || !credentials.renew(generation)) {
                throw e;
            }
            return operation.apply(request);
        }
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        try {
            return super.completeMultipartUpload(request);
        } catch (S3Exception e) {
            if (e.statusCode() != 404) {
                throw e;
            }
            return completed(request, e);
        }
    }

    // An object made of as many parts, under a name that nobody else writes to, is the one.
    private CompleteMultipartUploadResponse completed(CompleteMultipartUploadRequest request, S3Exception failure) {
        HeadObjectResponse found;
        try {
            found = super.headObject(head -> head.bucket(request.bucket()).key(request.key()));
        } catch (S3Exception e) {
            throw failure;
        }
        String parts = "-" + request.multipartUpload().parts().size();
        if (!found.eTag().replace("\"", "").endsWith(parts)) {
            throw failure;
        }
        return CompleteMultipartUploadResponse.builder()
                .bucket(request.bucket())
                .key(request.key())
                .eTag(found.eTag())
                .build();
    }

    @Override
    public void close() {
        super.close();
        credentials.close();
    }
}
