package dev.lakesmith.connectors.files.bucket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message says of objects: S3's own form, alone or in an envelope of SNS, or EventBridge's. Which event it was
 * does not matter, because messages come late, twice and out of order: the object is looked at as it is.
 */
final class EventText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventText() {}

    /** The objects that something happened to; none in a test message. Empty: it is no message of these kinds. */
    static Optional<List<BucketPath>> objects(String body) {
        try {
            JsonNode message = JSON.readTree(body);
            JsonNode inner = message.path("Message");
            return inner.isTextual() && message.has("TopicArn")
                    ? objects(JSON.readTree(inner.textValue()))
                    : objects(message);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<BucketPath>> objects(JsonNode message) {
        if (message.path("Event").asText().equals("s3:TestEvent")) {
            return Optional.of(List.of());
        }
        if (message.path("source").asText().equals("aws.s3")) {
            JsonNode detail = message.path("detail");
            return path(detail.path("bucket"), detail.path("object").path("key").textValue())
                    .map(List::of);
        }
        JsonNode records = message.path("Records");
        if (!records.isArray() || records.isEmpty()) {
            return Optional.empty();
        }
        List<BucketPath> paths = new ArrayList<>();
        for (JsonNode record : records) {
            JsonNode s3 = record.path("s3");
            Optional<BucketPath> path =
                    decoded(s3.path("object").path("key").textValue()).flatMap(key -> path(s3.path("bucket"), key));
            if (path.isEmpty()) {
                return Optional.empty();
            }
            paths.add(path.get());
        }
        return Optional.of(paths);
    }

    /** S3 writes keys as forms do, EventBridge as they are. */
    private static Optional<String> decoded(@Nullable String key) {
        try {
            return Optional.ofNullable(key).map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<BucketPath> path(JsonNode bucket, @Nullable String key) {
        String name = bucket.path("name").asText();
        return name.isEmpty() || key == null || key.isEmpty()
                ? Optional.empty()
                : Optional.of(new BucketPath("s3://" + name, key));
    }
}
