package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectFailure.Kind;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Says for people what the answers of a queue mean. */
record SqsAnswers(URI queue) {

    private static final Set<String> LOGIN = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch",
            "InvalidSecurity",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignature",
            "MissingAuthenticationToken");

    ObjectFailure told(SdkException failure) {
        if (failure instanceof QueueDoesNotExistException) {
            return new ObjectFailure(
                    Kind.NO_BUCKET, "there is no queue " + queue + "; correct 'events', or make the queue", failure);
        }
        return failure instanceof AwsServiceException service ? answered(service) : unanswered(failure);
    }

    private ObjectFailure answered(AwsServiceException failure) {
        int status = failure.statusCode();
        String code = failure.awsErrorDetails() == null
                ? ""
                : String.valueOf(failure.awsErrorDetails().errorCode());
        String said = "HTTP " + status + " " + code;
        if (LOGIN.contains(code)) {
            return new ObjectFailure(
                    Kind.LOGIN, queue + ": the credentials are not accepted, or have expired (" + said + ")", failure);
        }
        if (status == 401 || status == 403 || code.contains("AccessDenied")) {
            return new ObjectFailure(
                    Kind.DENIED,
                    queue + " may not be read; the permissions needed are sqs:GetQueueAttributes,"
                            + " sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:DeleteMessage (" + said + ")",
                    failure);
        }
        boolean passing = status >= 500 || status == 429 || code.contains("Throttl");
        return new ObjectFailure(passing ? Kind.PASSING : Kind.OTHER, queue + " answers " + said, failure);
    }

    private ObjectFailure unanswered(SdkException failure) {
        String said = String.valueOf(failure.getMessage()).replaceFirst("(?s)\n.*", "");
        if (said.contains("Unable to load credentials")) {
            return new ObjectFailure(
                    Kind.LOGIN,
                    queue + ": no credentials were found; write access_key_id and secret_access_key or a profile under"
                            + " 'storage', or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                    failure);
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String why = deepest instanceof UnknownHostException
                ? "there is no such host: " + deepest.getMessage()
                : String.valueOf(deepest.getMessage()).replaceFirst("(?s)\n.*", "");
        return new ObjectFailure(Kind.PASSING, "cannot connect to the queue " + queue + ": " + why, failure);
    }
}
