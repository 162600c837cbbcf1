package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.connectors.files.copy.CheckedFile;
import dev.lakesmith.connectors.files.server.Origin;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectStore.Listing;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Object storage. Copies may be made by several threads at a time. */
final class BucketOrigin implements Origin {

    private static final int TRIES = 3;
    private static final int AT_ONCE = 8;

    /** Storage tells whole seconds, by a clock of its own. */
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private final Source source;
    private final Optional<BucketPath> base;
    private final OpenStores stores;
    private final Supplier<Retries> retries;
    private final Clock clock;
    private final List<String> remarks = new ArrayList<>();
    private Scope scope;
    private Optional<Instant> listedWhole = Optional.empty();
    private volatile String place;

    BucketOrigin(Source source, Optional<BucketPath> base, OpenStores stores, Supplier<Retries> retries, Clock clock) {
        this.source = source;
        this.base = base;
        this.stores = stores;
        this.retries = retries;
        this.clock = clock;
        this.scope = Scope.of(Optional.empty(), List.of());
        this.place = "source " + source.name();
    }

    @Override
    public String connect() {
        Set<BucketPath> places = new LinkedHashSet<>();
        base.ifPresent(places::add);
        if (base.isEmpty()) {
            source.streams().forEach(stream -> globs(stream, "path")
                    .forEach(glob -> places.add(new BucketPath(glob.bucket(), glob.folder()))));
        }
        for (BucketPath each : places) {
            asked(each.bucket(), store -> store.list(new Listing(each.key(), Optional.empty(), Optional.empty())));
        }
        return "may list "
                + String.join(", ", places.stream().map(BucketPath::shown).toList());
    }

    @Override
    public List<Listed> list(Stream stream, Map<String, LandedFile> landed, Optional<String> bookmark) {
        List<Listed> all = new ArrayList<>();
        each(stream, landed, bookmark, all::add);
        return all;
    }

    @Override
    public void each(Stream stream, Map<String, LandedFile> landed, Optional<String> bookmark, Consumer<Listed> to) {
        place = stream.place().toString();
        remarks.clear();
        Instant now = clock.instant();
        Watermark watermark = Watermark.of(stream);
        Optional<Instant> backfill = watermark.nextBackfill(bookmark, now);
        listedWhole = watermark.incremental() && backfill.isEmpty() ? Optional.of(now) : Optional.empty();
        List<BucketGlob> globs = globs(stream, "path");
        scope = Scope.of(stores.lake(), globs(stream, "exclude"));
        for (int i = 0; i < globs.size(); i++) {
            BucketGlob glob = globs.get(i);
            refuseLake(glob);
            List<BucketGlob> earlier = globs.subList(0, i);
            Optional<String> after = backfill.flatMap(due -> watermark.key(glob, landed.values()));
            after.ifPresent(key ->
                    remarks.add("keys behind " + key + " are listed; all are from " + backfill.orElseThrow() + " on"));
            scope.spans().add(new Scope.Span(glob, after));
            find(glob, after, object -> {
                if (!scope.leavesOut(glob.bucket(), object.key())
                        && !Scope.names(glob.bucket(), object.key(), earlier)) {
                    to.accept(listed(glob.bucket() + "/" + object.key(), object, landed));
                }
                return true;
            });
        }
        if (listedWhole.isPresent()) {
            remarks.add("all keys are listed, as every backfill_interval");
        }
    }

    private void find(BucketGlob glob, Optional<String> after, Predicate<StoredObject> to) {
        try {
            new BucketListing(stores, glob).each(after, to);
        } catch (ObjectFailure e) {
            throw told(e);
        }
    }

    private static Listed listed(String shown, StoredObject object, Map<String, LandedFile> landed) {
        Optional<Instant> modified = Optional.of(object.modifiedAt());
        LandedFile before = landed.get(shown);
        boolean unchanged = before != null && !before.isGone() && isUnchanged(before, object);
        return new Listed(shown, shown, object.bytes(), modified, unchanged, Optional.of(object.etag()));
    }

    private static boolean isUnchanged(LandedFile before, StoredObject object) {
        return before.objectEtag()
                .map(etag -> before.bytes() == object.bytes() && etag.equals(object.etag()))
                .orElseGet(
                        () -> Origin.looksUnchanged(before, object.bytes(), Optional.of(object.modifiedAt()), GRAIN));
    }

    @Override
    public boolean tellsVersions() {
        return true;
    }

    @Override
    public boolean hasListedAll() {
        return listedWhole.isPresent();
    }

    @Override
    public void concern(Stream stream) {
        place = stream.place().toString();
        listedWhole = Optional.empty();
        scope = Scope.of(stores.lake(), globs(stream, "exclude"));
        globs(stream, "path").forEach(glob -> scope.spans().add(new Scope.Span(glob, Optional.empty())));
    }

    @Override
    public Optional<Listed> look(String shown, Map<String, LandedFile> landed) {
        BucketPath path = BucketPath.of(shown);
        return asked(path.bucket(), store -> store.look(path.key())).map(object -> listed(shown, object, landed));
    }

    @Override
    public boolean listed(String shown) {
        return BucketPath.is(shown) && scope.covers(BucketPath.of(shown));
    }

    private List<BucketGlob> globs(Stream stream, String key) {
        return stream.options().texts(key).stream()
                .map(glob -> BucketGlob.of(glob, base, stream.place().toString()))
                .toList();
    }

    private void refuseLake(BucketGlob glob) {
        if (scope.isOfLake(glob.bucket() + "/" + glob.folder())) {
            throw SourceFailure.fatal(
                    Extent.STREAM,
                    place + ": path '" + glob.bucket() + "/" + glob.folder()
                            + glob.text().rest()
                            + "' looks for sources inside the warehouse "
                            + stores.lake().orElseThrow()
                            + ", where it would find its own copies; keep sources and warehouse apart",
                    null);
        }
    }

    @Override
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public Optional<Fetched> copy(SourceFile file, CheckedFile copy, Consumer<String> warn) {
        try {
            for (int attempt = 1; attempt <= TRIES; attempt++) {
                BucketCopy one = new BucketCopy(stores, BucketPath.of(file.location()), copy);
                switch (one.run(retries.get())) {
                    case WHOLE -> {
                        return Optional.of(new Fetched(Optional.of(one.object().modifiedAt())));
                    }
                    case GONE -> {
                        warn.accept(file.path() + " vanished before it was copied");
                        return Optional.empty();
                    }
                    case DAMAGED -> {
                        // It is copied anew.
                    }
                }
            }
            throw SourceFailure.tried(
                    Extent.STREAM,
                    place + ": the bytes of " + file.path() + " have another checksum than the storage says, " + TRIES
                            + " times; nothing of this batch was landed",
                    null);
        } catch (Retries.GaveUp e) {
            throw SourceFailure.tried(Extent.SOURCE, place + ": " + e.message(), e);
        } catch (ObjectFailure e) {
            throw told(e);
        }
    }

    private <T> T asked(String bucket, OpenStores.Question<T> question) {
        try {
            return stores.asked(bucket, question);
        } catch (ObjectFailure e) {
            throw told(e);
        }
    }

    private SourceFailure told(ObjectFailure failure) {
        String message = place + ": " + failure.message();
        return switch (failure.kind()) {
            case PASSING -> SourceFailure.retryable(Extent.SOURCE, message, failure);
            case LOGIN -> SourceFailure.fatal(Extent.SOURCE, message, failure);
            case NO_OBJECT, NO_BUCKET, DENIED, CHANGED, DAMAGED, OTHER ->
                SourceFailure.fatal(Extent.STREAM, message, failure);
        };
    }

    @Override
    public Optional<String> bookmark(Optional<String> before) {
        return listedWhole.map(Watermark::bookmark).or(() -> before);
    }

    @Override
    public SortedMap<String, Long> offered(Optional<String> pattern, int most) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        Scope files = Scope.of(stores.lake(), List.of());
        for (BucketGlob glob : offered(pattern)) {
            find(glob, Optional.empty(), object -> {
                if (!files.leavesOut(glob.bucket(), object.key())) {
                    sizes.put(relative(glob.bucket() + "/" + object.key()), object.bytes());
                }
                return sizes.size() < most;
            });
        }
        return sizes;
    }

    /** What people name is a folder when nothing of just that name is there. */
    private List<BucketGlob> offered(Optional<String> pattern) {
        String what = "sources of " + source.name();
        if (pattern.isPresent()) {
            BucketGlob glob = BucketGlob.of(pattern.get(), base, what);
            boolean whole = !glob.text().namesOneFile()
                    || (!glob.text().rest().isEmpty()
                            && asked(glob.bucket(), store -> store.look(glob.prefix()))
                                    .isPresent());
            return List.of(whole ? glob : everything(new BucketPath(glob.bucket(), glob.prefix()), what));
        }
        if (base.isPresent()) {
            return List.of(everything(base.get(), what));
        }
        return source.streams().stream()
                .flatMap(stream -> globs(stream, "path").stream())
                .map(glob -> new BucketPath(glob.bucket(), glob.folder()))
                .distinct()
                .map(folder -> everything(folder, what))
                .toList();
    }

    private static BucketGlob everything(BucketPath folder, String what) {
        return BucketGlob.of("**", Optional.of(folder), what);
    }

    @Override
    public String relative(String shown) {
        String start = base.map(BucketPath::shown).orElse("");
        String folder = start.isEmpty() || start.endsWith("/") ? start : start + "/";
        return shown.startsWith(folder) ? shown.substring(folder.length()) : shown;
    }

    @Override
    public void close() {
        stores.close();
    }
}
