package dev.lakesmith.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.cloud.CloudObjects;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.ObjectStores;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.SourceStorage;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.testkit.storage.SqsServer;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.objects.ObjectEvents;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that a queue tells of: ElasticMQ and S3Proxy, as a project's runs meet them. */
final class BucketEventsTest {

    @SuppressWarnings("NullAway") // set before all tests
    private static Bucket bucket;

    @SuppressWarnings("NullAway") // set before all tests
    private static SqsServer sqs;

    @TempDir
    private Path folder = Path.of("");

    private String queue = "";
    private final List<String> questions = Collections.synchronizedList(new ArrayList<>());

    /** What a process that is killed does not do any more. */
    private boolean dies;

    @BeforeAll
    static void start(@TempDir Path machine) {
        bucket = Bucket.start(machine);
        sqs = SqsServer.start();
    }

    @BeforeEach
    void newQueue() {
        queue = sqs.queue("q-" + UUID.randomUUID(), 2);
    }

    @AfterEach
    void clear() throws IOException {
        bucket.clear();
    }

    @AfterAll
    static void stop() {
        bucket.close();
        sqs.close();
    }

    private Remote reading(String stream) {
        return new Remote(folder.resolve("project"), new Stores())
                .source("url: s3://drop/out", "attempts: 1", bucket.storage(), "streams: { s: " + stream + " }");
    }

    private Remote reading() {
        return reading("{ path: '**/*.csv', format: csv, events: '" + queue + "' }");
    }

    private final class Stores implements ObjectStores {

        @Override
        public ObjectStore open(Source source, String name) {
            return new FaultyStore(Bucket.STORES.open(source, name), questions::add, body -> body);
        }

        @Override
        public ObjectEvents events(Source source, String url) {
            ObjectEvents events =
                    CloudObjects.events(url, SourceStorage.of(source, "s3://").orElse(S3Options.STANDARD));
            return new ObjectEvents() {

                @Override
                public long waiting() throws ObjectFailure {
                    return events.waiting();
                }

                @Override
                public List<Message> receive() throws ObjectFailure {
                    return events.receive();
                }

                @Override
                public void delete(Collection<Message> done) throws ObjectFailure {
                    if (dies) {
                        throw new ObjectFailure(ObjectFailure.Kind.PASSING, "the process died");
                    }
                    events.delete(done);
                }

                @Override
                public void release(Collection<Message> undone) throws ObjectFailure {
                    if (!dies) {
                        events.release(undone);
                    }
                }

                @Override
                public void close() {
                    events.close();
                }
            };
        }
    }

    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String event(String name, String key) {
        return "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"eventName\":\"" + name
                + "\",\"s3\":{\"bucket\":{\"name\":\"drop\"},\"object\":{\"key\":\"" + encoded(key)
                + "\",\"size\":5,\"eTag\":\"x\",\"sequencer\":\"0055\"}}}]}";
    }

    private void send(String... bodies) {
        for (String body : bodies) {
            sqs.send(queue, body);
        }
    }

    private void created(String... keys) {
        for (String key : keys) {
            send(event("ObjectCreated:Put", key));
        }
    }

    private String counts() {
        return sqs.waitingAndTaken(queue);
    }

    private static List<String> paths(Extraction extraction) {
        return extraction.files().stream().map(LandedFile::path).toList();
    }

    @Test
    void theFirstRunListsAndLaterOnesTakeWhatTheQueueTellsOf() {
        bucket.put("out/old.csv", "id\n1\n");
        Remote remote = reading();
        assertThat(remote.files()).containsExactly("s3://drop/out/old.csv=id\n1\n");
        assertThat(remote.pending().notes()).containsExactly("the queue has no messages");
        assertThat(remote.pending().isNothing()).isTrue();

        bucket.put("out/new.csv", "id\n2\n").put("out/untold.csv", "id\n3\n").put("other/x.csv", "no");
        created("out/new.csv", "other/x.csv", "out/new.txt");
        questions.clear();
        assertThat(remote.planned())
                .isEqualTo(new Pending.Records("objects that the queue tells of, about 3 messages"));
        assertThat(questions).isEmpty();
        assertThat(remote.files()).containsExactly("s3://drop/out/new.csv=id\n2\n");

        assertThat(questions).containsExactly("look out/new.csv", "open out/new.csv 0");
        assertThat(counts()).isEqualTo("0 0");
        assertThat(remote.warnings()).isEmpty();
    }

    @Test
    void keysComeAsTheirFormsWriteThem() {
        Remote remote = reading();
        remote.extract();
        List<String> keys = List.of("out/a b+c.csv", "out/50 %/100%25.csv", "out/größe &=?#.csv");
        keys.forEach(key -> bucket.put(key, "id\n" + key + "\n"));
        bucket.put("out/eb + %41.csv", "id\n4\n").put("out/sns.csv", "id\n5\n");
        keys.forEach(this::created);
        send(
                "{\"version\":\"0\",\"detail-type\":\"Object Created\",\"source\":\"aws.s3\",\"detail\":{\"bucket\":{"
                        + "\"name\":\"drop\"},\"object\":{\"key\":\"out/eb + %41.csv\",\"size\":5}}}",
                "{\"Type\":\"Notification\",\"TopicArn\":\"arn:aws:sns:x\",\"Message\":"
                        + SqsServer.text(event("ObjectCreated:CompleteMultipartUpload", "out/sns.csv")) + "}");

        assertThat(paths(remote.extract()))
                .containsExactly(
                        "s3://drop/out/50 %/100%25.csv",
                        "s3://drop/out/a b+c.csv",
                        "s3://drop/out/eb + %41.csv",
                        "s3://drop/out/größe &=?#.csv",
                        "s3://drop/out/sns.csv");
        assertThat(counts()).isEqualTo("0 0");
    }

    @Test
    void whatIsToldTwiceLateOrInAnyOrderIsLandedOnce() {
        Remote remote = reading();
        remote.extract();
        bucket.put("out/a.csv", "id\n1\n").put("out/gone.csv", "id\n2\n");
        send(event("ObjectRemoved:Delete", "out/a.csv"));
        created("out/a.csv", "out/a.csv", "out/gone.csv");
        bucket.delete("out/gone.csv");

        assertThat(remote.files()).containsExactly("s3://drop/out/a.csv=id\n1\n");
        created("out/a.csv");
        send(event("ObjectRemoved:DeleteMarkerCreated", "out/gone.csv"));
        assertThat(remote.files()).isEmpty();
        assertThat(counts()).isEqualTo("0 0");
    }

    @Test
    void whatIsLandedBeforeTheMessagesCouldBeDeletedIsNotLandedAgain() throws InterruptedException {
        Remote remote = reading();
        remote.extract();
        bucket.put("out/a.csv", "id\n1\n");
        created("out/a.csv");

        dies = true;
        assertThat(remote.files()).containsExactly("s3://drop/out/a.csv=id\n1\n");
        assertThat(remote.warnings())
                .containsExactly("what the queue told of is landed, but its messages stay and are looked at again: the"
                        + " process died");
        assertThat(counts()).isEqualTo("0 1");
        dies = false;
        Thread.sleep(2_500);

        assertThat(counts()).isEqualTo("1 0");
        assertThat(remote.files()).isEmpty();
        assertThat(counts()).isEqualTo("0 0");
    }

    @Test
    void whatWasNotCommittedIsToldAgain() throws InterruptedException {
        Remote remote = reading();
        remote.extract();
        bucket.put("out/a.csv", "id\n1\n");
        created("out/a.csv");

        assertThat(paths(remote.extractInVain())).containsExactly("s3://drop/out/a.csv");
        assertThat(counts()).isEqualTo("1 0");

        dies = true;
        assertThat(paths(remote.extractInVain())).containsExactly("s3://drop/out/a.csv");
        assertThat(counts()).isEqualTo("0 1");
        dies = false;
        Thread.sleep(2_500);
        assertThat(remote.files()).containsExactly("s3://drop/out/a.csv=id\n1\n");
        assertThat(counts()).isEqualTo("0 0");
    }

    @Test
    void messagesThatTellOfNoObjectStayAndAreTold() {
        Remote remote = reading();
        remote.extract();
        bucket.put("out/a.csv", "id\n1\n");
        send(
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"drop\"}",
                "hello",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"drop\"},\"object\":{\"key\":\"100%\"}}}]}",
                "[]");
        created("out/a.csv");

        assertThat(remote.files()).containsExactly("s3://drop/out/a.csv=id\n1\n");
        assertThat(remote.warnings())
                .singleElement()
                .asString()
                .startsWith("3 messages of the queue, such as ")
                .contains("tell of no object; they stay there");
        assertThat(counts()).isEqualTo("3 0");
    }

    @Test
    void anObjectThatIsTooYoungKeepsItsMessage() {
        Remote remote = reading("{ path: '*.csv', format: csv, min_age: 1h, events: '" + queue + "' }");
        remote.extract();
        bucket.put("out/young.csv", "id\n1\n", Instant.now()).put("out/old.csv", "id\n2\n");
        created("out/young.csv", "out/old.csv");

        assertThat(remote.files()).containsExactly("s3://drop/out/old.csv=id\n2\n");
        assertThat(counts()).isEqualTo("1 0");
    }

    @Test
    void everythingIsListedAgainWhenThatIsDueAndThatIsRemembered() throws InterruptedException {
        Remote remote = reading("{ path: '*.csv', format: csv, backfill_interval: 3s, events: '" + queue + "' }");
        remote.extract();
        bucket.put("out/lost.csv", "id\n1\n");
        assertThat(remote.pending().isNothing()).isTrue();
        Thread.sleep(3_100);

        assertThat(remote.files()).containsExactly("s3://drop/out/lost.csv=id\n1\n");
        Thread.sleep(3_100);
        assertThat(remote.pending().reason()).isEqualTo("all files were listed");
        assertThat(remote.files()).isEmpty();
        assertThat(remote.pending().isNothing()).isTrue();
    }

    @Test
    void mistakesAreTold() {
        Remote remote = reading();
        remote.extract();
        assertThatThrownBy(() -> reading("{ path: '*.csv', format: csv, events: '" + queue + "x' }")
                        .extract())
                .isInstanceOfSatisfying(LakesmithException.class, e -> assertThat(e.message())
                        .startsWith("sources/drop.yml:5:")
                        .contains("there is no queue " + queue + "x; correct 'events', or make the queue"));
        assertThat(remote.mistakes(
                        "url: s3://drop/out",
                        "streams:",
                        "  a: { path: x, format: csv, events: 'https://h/1/q', listing: incremental }",
                        "  b: { path: y, format: csv, events: 'https://h/1/q' }",
                        "  d: { path: z, format: csv, backfill_interval: 1h }"))
                .hasSize(3)
                .anyMatch(told -> told.contains("remove 'listing'"))
                .anyMatch(told -> told.contains("the queue is that of stream 'a'"))
                .anyMatch(told -> told.contains("'backfill_interval' is for listing: incremental and for events"));
        assertThat(remote.mistakes(
                        "url: s3://drop/out", "streams: { c: { path: z, format: csv, events: 'arn:aws:sqs:eu:1:q' } }"))
                .singleElement()
                .asString()
                .contains("must be the URL of an SQS queue");
        assertThat(remote.mistakes(
                        "url: abfss://c@a.dfs.core.windows.net/out",
                        "streams: { a: { path: x, format: csv, events: 'https://h/1/q' } }"))
                .containsExactly("sources/drop.yml:3:39: 'events' is for s3://; remove the key");
    }
}
