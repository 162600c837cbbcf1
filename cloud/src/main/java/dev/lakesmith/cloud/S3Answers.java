package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectFailure.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says for people what S3's answers mean. */
final class S3Answers {

    private static final Set<String> LOGIN = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken",
            "TokenRefreshRequired",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "RequestTimeTooSkewed",
            "UnrecognizedClientException",
            "InvalidClientTokenId");
    private static final Set<String> REGION = Set.of(
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "MovedPermanently");
    private static final Pattern EXPECTED = Pattern.compile("expecting '([a-z0-9-]+)'");

    private final String bucket;
    private final S3Options options;

    S3Answers(String bucket, S3Options options) {
        this.bucket = bucket;
        this.options = options;
    }

    ObjectFailure told(String key, SdkException failure) {
        String place = "s3://" + bucket + (key.isEmpty() ? "" : "/" + key);
        return failure instanceof AwsServiceException service
                ? answered(place, key, service)
                : unanswered(place, failure);
    }

    private ObjectFailure answered(String place, String key, AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        int status = failure.statusCode();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String said = "HTTP " + status + (code.isEmpty() ? "" : " " + code) + sentence(details);
        if (code.equals("NoSuchBucket")) {
            return new ObjectFailure(
                    Kind.NO_BUCKET,
                    "there is no bucket '" + bucket + "' at " + server() + "; correct its name, or 'endpoint' under"
                            + " 'storage'",
                    failure);
        }
        if (LOGIN.contains(code)) {
            String renew = code.startsWith("Expired") || code.equals("TokenRefreshRequired")
                    ? "have expired; renew them"
                    : "are not accepted; correct them";
            return new ObjectFailure(
                    Kind.LOGIN, place + ": " + credentials() + " " + renew + " (" + said + ")", failure);
        }
        Optional<String> region = region(failure, details);
        if (REGION.contains(code) || (status == 301 && region.isPresent())) {
            return new ObjectFailure(
                    Kind.OTHER,
                    place + ": the bucket is in another region"
                            + region.map(each -> "; write storage: { region: " + each + " }")
                                    .orElse("; write it under 'storage' as 'region'")
                            + " (" + said + ")",
                    failure);
        }
        if (status == 412) {
            return new ObjectFailure(Kind.CHANGED, place + " has changed", failure);
        }
        if (status == 404 && !key.isEmpty()) {
            return new ObjectFailure(Kind.NO_OBJECT, place + " is not there", failure);
        }
        if (code.equals("InvalidObjectState")) {
            return new ObjectFailure(
                    Kind.OTHER,
                    place + " is archived and cannot be read; restore it, or leave it out with 'exclude' (" + said
                            + ")",
                    failure);
        }
        if (status == 401 || status == 403) {
            return new ObjectFailure(
                    Kind.DENIED,
                    place + " may not be " + (key.isEmpty() ? "listed" : "read") + " with " + credentials()
                            + "; the permission needed is "
                            + (key.isEmpty() ? "s3:ListBucket on the bucket" : "s3:GetObject on its objects")
                            + " (" + said + ")",
                    failure);
        }
        boolean passing = status >= 500 || status == 429 || code.equals("SlowDown") || code.equals("RequestTimeout");
        return new ObjectFailure(
                passing ? Kind.PASSING : Kind.OTHER, place + ": " + server() + " answers " + said, failure);
    }

    private static String sentence(AwsErrorDetails details) {
        return details == null || details.errorMessage() == null
                ? ""
                : ": " + details.errorMessage().strip().replaceFirst("(?s)[.\n].*", "");
    }

    private static Optional<String> region(AwsServiceException failure, AwsErrorDetails details) {
        Optional<String> header = Optional.ofNullable(details)
                .flatMap(any -> Optional.ofNullable(any.sdkHttpResponse()))
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"));
        Matcher expected = EXPECTED.matcher(String.valueOf(failure.getMessage()));
        return header.or(() -> expected.find() ? Optional.of(expected.group(1)) : Optional.empty());
    }

    private ObjectFailure unanswered(String place, SdkException failure) {
        String said = String.valueOf(failure.getMessage()).replaceFirst("(?s)\n.*", "");
        if (said.contains("Unable to load credentials")) {
            return new ObjectFailure(
                    Kind.LOGIN,
                    place + ": no credentials were found; write access_key_id and secret_access_key, a profile or"
                            + " anonymous: true under 'storage', or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                    failure);
        }
        if (said.contains("Unable to load region")) {
            return new ObjectFailure(
                    Kind.OTHER,
                    place + ": the bucket's region is not known; write it under 'storage' as 'region', or set"
                            + " AWS_REGION",
                    failure);
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String deepest = cause instanceof java.net.UnknownHostException
                ? "there is no such host: " + cause.getMessage()
                : String.valueOf(cause.getMessage()).replaceFirst("(?s)\n.*", "");
        return new ObjectFailure(Kind.PASSING, place + ": cannot connect to " + server() + ": " + deepest, failure);
    }

    private String server() {
        return options.endpoint().map(Object::toString).orElse("AWS");
    }

    private String credentials() {
        if (options.access() instanceof Access.Keys) {
            return "the keys of 'storage'";
        }
        if (options.access() instanceof Access.Anonymous) {
            return "requests without credentials";
        }
        return "the credentials of the environment";
    }
}
