package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.bucket.BucketPath;
import dev.lakesmith.connectors.files.bucket.Buckets;
import dev.lakesmith.core.project.SourceReview.Complaints;
import dev.lakesmith.core.project.SourceStorage;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the keys of a source in object storage must be to each other. */
record BucketReview(Values source, Complaints complaints) {

    private static final List<String> OF_SERVERS = List.of("tls", "connect_timeout", "timeout");

    /** Of keys that only sources in buckets have. */
    private static final List<String> LISTING =
            List.of("landing", "events", "listing", "lookback", "backfill_interval");

    /** Whether any of a source's files are in a bucket. */
    static boolean concerns(Values source) {
        return Buckets.url(source).isPresent()
                || (source.find("url", String.class).isEmpty()
                        && streams(source).values().stream().anyMatch(stream -> stream.texts("path").stream()
                                .anyMatch(BucketPath::is)));
    }

    /** Tells keys that only sources in buckets have. */
    static void refuse(Values source, Complaints complaints) {
        if (source.keys().contains(SourceStorage.KEY)) {
            complaints.tell(
                    source.keyPlace(SourceStorage.KEY),
                    "'storage' is for files in object storage; write url: s3://bucket/folder, or remove the key");
        }
        streams(source).values().forEach(stream -> LISTING.stream()
                .filter(stream.keys()::contains)
                .forEach(key -> complaints.tell(
                        stream.keyPlace(key), "'" + key + "' is for files in object storage; remove the key")));
    }

    private static Map<String, Values> streams(Values source) {
        Map<String, Values> all = new LinkedHashMap<>();
        source.find("streams", Values.class).ifPresent(streams -> streams.keys()
                .forEach(name -> streams.find(name, Values.class).ifPresent(each -> all.put(name, each))));
        return all;
    }

    void review() {
        List<String> foreign = new ArrayList<>(FilesKeys.REMOTE);
        foreign.addAll(OF_SERVERS);
        foreign.stream()
                .filter(source.keys()::contains)
                .forEach(key -> complaints.tell(
                        source.keyPlace(key),
                        "'" + key + "' is for a server, and this is object storage, whose keys are under"
                                + " 'storage'; remove the key"));
        Optional<String> url = Buckets.url(source);
        Optional<String> scheme = url.map(BucketPath::scheme);
        Map<String, String> queues = new LinkedHashMap<>();
        for (Map.Entry<String, Values> each : streams(source).entrySet()) {
            Values stream = each.getValue();
            for (String key : List.of("path", "exclude")) {
                scheme = paths(stream, key, url, scheme);
            }
            reference(stream);
            listing(stream);
            events(stream, scheme, queues, each.getKey());
        }
        scheme.ifPresent(known -> SourceStorage.review(source, known + "://", complaints));
    }

    /** Gives the scheme of all paths: one source is in one kind of storage. */
    private Optional<String> paths(Values stream, String key, Optional<String> url, Optional<String> scheme) {
        List<String> paths = stream.texts(key);
        List<Place> places = stream.elementPlaces(key);
        Optional<String> known = scheme;
        for (int i = 0; i < paths.size(); i++) {
            Place place = i < places.size() ? places.get(i) : stream.place(key);
            String path = paths.get(i);
            if (BucketPath.is(path)) {
                if (url.isPresent()) {
                    complaints.tell(
                            place,
                            "'" + path + "' is whole, and the source has a 'url' that paths start from; write the"
                                    + " path there, or leave out 'url'");
                    continue;
                }
                BucketPath.complaint(path)
                        .ifPresent(complaint -> complaints.tell(place, "'" + path + "' " + complaint));
                String own = BucketPath.scheme(path);
                if (known.isPresent() && !known.get().equals(own)) {
                    complaints.tell(
                            place,
                            "'" + path + "' is in another kind of storage than the source's other files; make a"
                                    + " source of each");
                }
                known = Optional.of(known.orElse(own));
            } else if (path.contains("://")) {
                complaints.tell(
                        place, "'" + path + "' is a URL, and the source is in object storage; make a source of each");
            } else if (url.isEmpty() && key.equals("path")) {
                complaints.tell(
                        place,
                        "'" + path + "' is on this machine, and other files of the source are in object storage; make"
                                + " a source of each");
            } else if (url.isEmpty() && path.contains("/")) {
                complaints.tell(place, "'" + path + "' is in no bucket; write s3://bucket/… as in 'path'");
            }
        }
        return known;
    }

    /** What refers to objects is read by loads and queries, which know the target's storage alone. */
    private void reference(Values stream) {
        boolean inPlace = stream.find("format", Object.class)
                .filter(Values.class::isInstance)
                .map(Values.class::cast)
                .flatMap(format -> format.keys().contains("in_place")
                        ? Optional.of(format).filter(any -> format.get("in_place", Boolean.class))
                        : Optional.empty())
                .isPresent();
        boolean refers =
                stream.find("landing", String.class).filter("reference"::equals).isPresent();
        if ((inPlace || refers) && source.keys().contains(SourceStorage.KEY)) {
            complaints.tell(
                    stream.place(inPlace ? "format" : "landing"),
                    (inPlace ? "'in_place'" : "'landing: reference'")
                            + " is read with the target's 'storage', and the source has one of its own; remove that one,"
                            + " or leave this out, and the files are copied");
        }
        if (inPlace && stream.keys().contains("landing") && !refers) {
            complaints.tell(
                    stream.place("landing"), "files read with 'in_place' are not copied; remove one of the two keys");
        }
    }

    /** What is wrong with the URL of a queue. */
    static Optional<String> queue(String url) {
        return url.matches("https?://[^/@?#\\s]+/[^?#\\s]+")
                ? Optional.empty()
                : Optional.of("must be the URL of an SQS queue, such as"
                        + " https://sqs.eu-central-1.amazonaws.com/123456789012/drop-orders");
    }

    private void events(Values stream, Optional<String> scheme, Map<String, String> queues, String name) {
        Optional<String> queue = stream.find("events", String.class);
        if (queue.isEmpty()) {
            return;
        }
        if (scheme.filter("s3"::equals).isEmpty()) {
            complaints.tell(stream.keyPlace("events"), "'events' is for s3://; remove the key");
        }
        if (stream.keys().contains("listing")) {
            complaints.tell(
                    stream.keyPlace("listing"),
                    "with 'events' all keys are listed every backfill_interval, and no others; remove 'listing'");
        }
        String other = queues.putIfAbsent(queue.get(), name);
        if (other != null) {
            complaints.tell(
                    stream.place("events"),
                    "the queue is that of stream '" + other + "', which takes its messages; give each stream a queue,"
                            + " filled through a filter on the prefix of keys, or through SNS");
        }
    }

    private void listing(Values stream) {
        boolean incremental = stream.find("listing", String.class)
                .filter("incremental"::equals)
                .isPresent();
        boolean told = stream.keys().contains("events");
        if (!incremental && stream.keys().contains("lookback")) {
            complaints.tell(
                    stream.keyPlace("lookback"),
                    "'lookback' is for listing: incremental; write that too, or remove it");
        }
        if (!incremental && !told && stream.keys().contains("backfill_interval")) {
            complaints.tell(
                    stream.keyPlace("backfill_interval"),
                    "'backfill_interval' is for listing: incremental and for events; write one of them too, or remove"
                            + " it");
        }
    }
}
