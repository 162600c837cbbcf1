package dev.lakesmith.testkit.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** SQS on this machine: ElasticMQ behind real HTTP on a port of its own. It does not look at signatures. */
public final class SqsServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SQSRestServer server;
    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    private SqsServer(SQSRestServer server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** Starts one. */
    public static SqsServer start() {
        int port = freePort();
        SqsServer server = new SqsServer(
                SQSRestServerBuilder.withInterface("127.0.0.1").withPort(port).start(),
                URI.create("http://127.0.0.1:" + port));
        server.await();
        return server;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                asked("ListQueues", "{}");
                return;
            } catch (UncheckedIOException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
            }
        }
    }

    private String asked(String action, String body) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + action)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("ElasticMQ answers " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a queue; gives its URL. Messages that were received and not deleted come again after so many seconds. */
    public String queue(String name, int seconds) {
        asked(
                "CreateQueue",
                "{\"QueueName\":" + text(name) + ",\"Attributes\":{\"VisibilityTimeout\":\"" + seconds + "\"}}");
        return endpoint + "/000000000000/" + name;
    }

    /** Sends a message. */
    public SqsServer send(String queue, String body) {
        asked("SendMessage", "{\"QueueUrl\":" + text(queue) + ",\"MessageBody\":" + text(body) + "}");
        return this;
    }

    /** How many messages can be received, and how many were received and not deleted: {@code 2 0}. */
    public String waitingAndTaken(String queue) {
        String counts = asked("GetQueueAttributes", "{\"QueueUrl\":" + text(queue) + ",\"AttributeNames\":[\"All\"]}");
        return count(counts, "ApproximateNumberOfMessages") + " "
                + count(counts, "ApproximateNumberOfMessagesNotVisible");
    }

    private static String count(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"(\\d+)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return found.group(1);
    }

    /** As JSON. */
    public static String text(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append(c < ' ' || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : (char) c));
        return json.append('"').toString();
    }

    @Override
    public void close() {
        server.stopAndWait();
    }
}
