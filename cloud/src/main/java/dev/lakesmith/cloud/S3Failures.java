package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.exceptions.NotFoundException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Failures of S3, and of STS on the way to it. */
final class S3Failures extends Failures {

    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired");
    private static final Set<String> OTHER_REGION = Set.of(
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException");

    @Override
    Optional<RuntimeException> known(Throwable cause, String location) {
        if (cause instanceof AwsServiceException service) {
            return Optional.of(service(service, location));
        }
        return cause instanceof SdkClientException client ? client(client, location) : Optional.empty();
    }

    @Override
    String settings() {
        return "'endpoint' and 'region' under storage";
    }

    private static RuntimeException service(AwsServiceException failure, String location) {
        AwsErrorDetails details = failure.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        int status = failure.statusCode();
        if (details != null && "Sts".equals(details.serviceName())) {
            return refused(
                    location,
                    "the role of 'role_arn' cannot be taken on: " + details.errorMessage()
                            + "; check the role's trust policy, 'external_id' and the credentials",
                    failure);
        }
        if (code.equals("NoSuchBucket")) {
            return missing(
                    "the bucket of " + location
                            + " does not exist; check its name in 'warehouse', and 'endpoint' under storage",
                    failure);
        }
        if (OTHER_REGION.contains(code) || status == 301 || status == 307) {
            return missing("the bucket of " + location + " is in another region; " + region(details), failure);
        }
        if (EXPIRED.contains(code)) {
            return refused(location, "the credentials have expired; renew them and run again", failure);
        }
        if (code.equals("InvalidAccessKeyId")) {
            return refused(
                    location, "it does not know the access key; check 'access_key_id' or the environment", failure);
        }
        if (code.equals("SignatureDoesNotMatch")) {
            return refused(
                    location,
                    "the secret does not belong to the access key; check 'secret_access_key' or the environment",
                    failure);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return refused(location, "this machine's clock is wrong; set it", failure);
        }
        if (status == 401 || status == 403) {
            return refused(
                    location,
                    "access denied; the credentials need s3:ListBucket for the bucket, s3:GetObject, s3:PutObject and"
                            + " s3:DeleteObject for its objects, and the use of the KMS key where there is one",
                    failure);
        }
        if (status == 404) {
            return new NotFoundException(failure, "%s does not exist", location);
        }
        if (status == 429 || (status >= 500 && status != 501)) {
            return unreachable(
                    location,
                    "it answers " + status + (code.isEmpty() ? "" : " " + code) + " for longer than a minute",
                    failure);
        }
        return refused(
                location,
                "it answers " + status + (code.isEmpty() ? "" : " " + code)
                        + (details == null || details.errorMessage() == null ? "" : ": " + details.errorMessage()),
                failure);
    }

    private static String region(@Nullable AwsErrorDetails details) {
        return Optional.ofNullable(details)
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                .map(region -> "write region: " + region + " under storage")
                .orElse("write that under storage as 'region'");
    }

    private static Optional<RuntimeException> client(SdkClientException failure, String location) {
        if (failure instanceof AbortedException) {
            return Optional.of(new LakesmithException(
                    ErrorCode.INTERRUPTED, "interrupted while " + location + " was read or written", failure));
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains("Unable to load credentials")) {
            return Optional.of(refused(
                    location,
                    "no credentials are found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a 'profile' under"
                            + " storage, or run where a role is given",
                    failure));
        }
        if (message.contains("Unable to load region")) {
            return Optional.of(missing(
                    "the region of " + location + " is not known; write 'region' under storage or set AWS_REGION",
                    failure));
        }
        return message.contains("rofile file contained no") || message.contains("does not exist in profile")
                ? Optional.of(refused(location, message, failure))
                : Optional.empty();
    }
}
