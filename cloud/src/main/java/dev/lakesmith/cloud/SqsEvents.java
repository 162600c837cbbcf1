package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.vocabulary.objects.ObjectEvents;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectFailure.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A queue of SQS, or of a server that speaks like it. */
final class SqsEvents implements ObjectEvents {

    private static final int AT_ONCE = 10;
    private static final Pattern REGION =
            Pattern.compile("(?:[a-z0-9-]+\\.)?sqs\\.([a-z0-9-]+)\\.(?:amazonaws|vpce).*");

    private final URI queue;
    private final S3Options options;
    private final SqsAnswers answers;
    private final List<SdkAutoCloseable> owned = new ArrayList<>();
    private @Nullable SqsClient client;

    SqsEvents(URI queue, S3Options options) {
        this.queue = queue;
        this.options = options;
        this.answers = new SqsAnswers(queue);
    }

    private <T> T asked(Function<SqsClient, T> question) throws ObjectFailure {
        try {
            return question.apply(client());
        } catch (SdkException e) {
            throw answers.told(e);
        }
    }

    private SqsClient client() {
        SqsClient open = client;
        if (open == null) {
            SqsClientBuilder builder = SqsClient.builder()
                    .httpClientBuilder(S3Clients.http())
                    .endpointOverride(URI.create(queue.getScheme() + "://" + queue.getRawAuthority()))
                    .credentialsProvider(S3Clients.credentials(options, owned))
                    .overrideConfiguration(S3Clients.configuration(options).toBuilder()
                            .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                            .build());
            Matcher named = REGION.matcher(String.valueOf(queue.getHost()));
            Optional<Region> region =
                    named.matches() ? Optional.of(Region.of(named.group(1))) : S3Clients.region(options);
            region.ifPresent(builder::region);
            open = builder.build();
            owned.add(open);
            client = open;
        }
        return open;
    }

    @Override
    public long waiting() throws ObjectFailure {
        String count = asked(sqs -> sqs.getQueueAttributes(request -> request.queueUrl(queue.toString())
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
        return count == null ? 0 : Long.parseLong(count);
    }

    /** Waits a second, because only then all of the queue's servers are asked. */
    @Override
    public List<Message> receive() throws ObjectFailure {
        return asked(sqs -> sqs
                .receiveMessage(request -> request.queueUrl(queue.toString())
                        .maxNumberOfMessages(AT_ONCE)
                        .waitTimeSeconds(1))
                .messages()
                .stream()
                .map(each -> new Message(each.messageId(), each.receiptHandle(), each.body()))
                .toList());
    }

    @Override
    public void delete(Collection<Message> done) throws ObjectFailure {
        for (List<Message> some : parts(done)) {
            List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
            for (Message each : some) {
                entries.add(DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(each.receipt())
                        .build());
            }
            told(asked(sqs -> sqs.deleteMessageBatch(
                            request -> request.queueUrl(queue.toString()).entries(entries))
                    .failed()));
        }
    }

    @Override
    public void release(Collection<Message> undone) throws ObjectFailure {
        for (List<Message> some : parts(undone)) {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
            for (Message each : some) {
                entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(each.receipt())
                        .visibilityTimeout(0)
                        .build());
            }
            told(asked(sqs -> sqs.changeMessageVisibilityBatch(
                            request -> request.queueUrl(queue.toString()).entries(entries))
                    .failed()));
        }
    }

    private void told(List<BatchResultErrorEntry> failed) throws ObjectFailure {
        if (!failed.isEmpty()) {
            throw new ObjectFailure(
                    Kind.OTHER,
                    queue + ": " + failed.size() + " messages could not be deleted or released: "
                            + failed.get(0).message());
        }
    }

    private static List<List<Message>> parts(Collection<Message> messages) {
        List<Message> all = List.copyOf(messages);
        List<List<Message>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return parts;
    }

    @Override
    public void close() {
        owned.forEach(SdkAutoCloseable::close);
        owned.clear();
        client = null;
    }
}
