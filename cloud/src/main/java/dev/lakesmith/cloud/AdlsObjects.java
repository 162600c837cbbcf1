package dev.lakesmith.cloud;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.specialized.BlobInputStream;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A container of Azure Data Lake Storage, seen as the blobs behind its files. */
final class AdlsObjects implements ObjectStore {

    /** What comes with one request: it is held in memory. */
    private static final int BLOCK_BYTES = 8 << 20;

    private final Supplier<BlobContainerClient> clients;
    private final AdlsAnswers answers;
    private @Nullable BlobContainerClient client;

    /** @param clients makes the client, when it is first needed */
    AdlsObjects(AdlsPlace place, Supplier<BlobContainerClient> clients) {
        this.clients = clients;
        this.answers = new AdlsAnswers(place);
    }

    /** A question. */
    @FunctionalInterface
    private interface Question<T> {
        T of(BlobContainerClient client);
    }

    private <T> T asked(String key, Question<T> question) throws ObjectFailure {
        try {
            return question.of(client());
        } catch (RuntimeException e) {
            throw answers.told(key, e);
        }
    }

    private synchronized BlobContainerClient client() {
        BlobContainerClient open = client;
        if (open == null) {
            open = clients.get();
            client = open;
        }
        return open;
    }

    /** A server that cannot begin behind a key lists from the first one; those before the key are left out here. */
    @Override
    public Page list(Listing listing) throws ObjectFailure {
        ListBlobsOptions options = new ListBlobsOptions()
                .setPrefix(listing.prefix())
                .setStartFrom(
                        listing.token().isPresent() ? null : listing.after().orElse(null))
                .setDetails(new BlobListDetails().setRetrieveMetadata(true));
        PagedResponse<BlobItem> page = asked("", blobs -> {
            Iterator<PagedResponse<BlobItem>> pages = blobs.listBlobs(
                            options, listing.token().orElse(null), null)
                    .iterableByPage()
                    .iterator();
            return pages.next();
        });
        return new Page(
                page.getValue().stream()
                        .filter(item -> !isFolder(item.getMetadata()))
                        .filter(item -> listing.after()
                                .map(after -> StoredObject.isBehind(item.getName(), after))
                                .orElse(true))
                        .map(AdlsObjects::object)
                        .toList(),
                Optional.ofNullable(page.getContinuationToken()).filter(token -> !token.isEmpty()));
    }

    private static StoredObject object(BlobItem item) {
        return new StoredObject(
                item.getName(),
                item.getProperties().getContentLength(),
                seconds(item.getProperties().getLastModified()),
                unquoted(item.getProperties().getETag()));
    }

    private static StoredObject object(String key, BlobProperties properties) {
        return new StoredObject(
                key, properties.getBlobSize(), seconds(properties.getLastModified()), unquoted(properties.getETag()));
    }

    /** With hierarchical names, folders are listed like empty blobs. */
    private static boolean isFolder(@Nullable Map<String, String> metadata) {
        return metadata != null && "true".equalsIgnoreCase(metadata.get("hdi_isfolder"));
    }

    @Override
    public Optional<StoredObject> look(String key) throws ObjectFailure {
        try {
            BlobProperties properties =
                    asked(key, blobs -> blobs.getBlobClient(key).getProperties());
            return isFolder(properties.getMetadata()) ? Optional.empty() : Optional.of(object(key, properties));
        } catch (ObjectFailure e) {
            if (e.kind() == ObjectFailure.Kind.NO_OBJECT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The SDK goes on by itself, and holds every block against the version that the first one was of. */
    @Override
    public Opened open(String key, long from, Optional<String> etag) throws ObjectFailure {
        // A download by blocks does not tell the checksum of the whole.
        Optional<BlobProperties> whole = from > 0
                ? Optional.empty()
                : Optional.of(asked(key, blobs -> blobs.getBlobClient(key).getProperties()));
        Optional<String> version = etag.or(() -> whole.map(found -> unquoted(found.getETag())));
        BlobInputStreamOptions options = new BlobInputStreamOptions()
                .setRange(new BlobRange(from))
                .setBlockSize(BLOCK_BYTES)
                .setRequestConditions(new BlobRequestConditions()
                        .setIfMatch(version.map(each -> '"' + each + '"').orElse(null)));
        BlobInputStream body = asked(key, blobs -> blobs.getBlobClient(key).openInputStream(options));
        BlobProperties properties = body.getProperties();
        return new Opened(
                object(key, properties),
                whole.flatMap(found -> Optional.ofNullable(found.getContentMd5()))
                        .map(HexFormat.of()::formatHex),
                new AdlsBody(body, key, answers),
                () -> {});
    }

    private static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    private static Instant seconds(OffsetDateTime time) {
        return time.toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public boolean seeks() {
        return false;
    }

    @Override
    public void close() {
        // Its client has nothing to close.
    }
}
