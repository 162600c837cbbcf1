package dev.lakesmith.cloud;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.Traffic;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.azure.adlsv2.ADLSFileIO;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.util.SerializableFunction;

/**
 * Iceberg's access to one container. Files are written, listed and deleted through the blobs behind them: Iceberg's own
 * listing leaves out the container, its writing holds much in memory, and blobs are what Azurite knows too.
 */
final class AdlsFiles implements DelegateFileIO {

    private static final long serialVersionUID = 1L;

    private final transient AdlsPlace place;
    private final transient ADLSFileIO files;
    private final transient BlobContainerClient blobs;

    private AdlsFiles(AdlsPlace place, ADLSFileIO files, BlobContainerClient blobs) {
        this.place = place;
        this.files = files;
        this.blobs = blobs;
    }

    static DelegateFileIO open(String location, AdlsOptions options, Traffic traffic) {
        AdlsPlace place = AdlsPlace.of(location);
        DataLakeFileSystemClient client = AdlsClients.files(place, options, traffic);
        ADLSFileIO files = fileIo(client);
        files.initialize(Map.of());
        BlobContainerClient blobs = AdlsClients.blobs(place, options, client);
        return new ToldFiles(
                new AdlsFiles(place, files, blobs), new AdlsObjects(place, () -> blobs), new AdlsFailures(options));
    }

    // Its parameter's class is not public, and all locations are in one container here.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ADLSFileIO fileIo(DataLakeFileSystemClient client) {
        SerializableFunction anyLocation = location -> client;
        return new ADLSFileIO(anyLocation);
    }

    @Override
    public InputFile newInputFile(String location) {
        return ranged(files.newInputFile(location));
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return ranged(files.newInputFile(location, length));
    }

    private InputFile ranged(InputFile file) {
        return new AdlsInputFile(file, blobs.getBlobClient(place.name(file.location())));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new AdlsOutputFile(blobs, place.name(location), files.newInputFile(location));
    }

    @Override
    public void deleteFile(String location) {
        delete(place.name(location));
    }

    private void delete(String name) {
        blobs.getBlobClient(name).deleteIfExists();
    }

    @Override
    public void deleteFiles(Iterable<String> locations) {
        locations.forEach(this::deleteFile);
    }

    @Override
    public Iterable<FileInfo> listPrefix(String prefix) {
        return () -> listed(place.name(prefix));
    }

    private Iterator<FileInfo> listed(String prefix) {
        return items(prefix)
                .filter(item -> !isFolder(item))
                .map(item -> new FileInfo(
                        place.root() + item.getName(),
                        item.getProperties().getContentLength(),
                        item.getProperties().getLastModified().toInstant().toEpochMilli()))
                .iterator();
    }

    private Stream<BlobItem> items(String prefix) {
        ListBlobsOptions options =
                new ListBlobsOptions().setPrefix(prefix).setDetails(new BlobListDetails().setRetrieveMetadata(true));
        return blobs.listBlobs(options, null).stream();
    }

    // With hierarchical names, folders are listed like empty blobs.
    private static boolean isFolder(BlobItem item) {
        return item.getMetadata() != null
                && "true".equalsIgnoreCase(item.getMetadata().get("hdi_isfolder"));
    }

    @Override
    public void deletePrefix(String prefix) {
        items(place.name(prefix)).filter(item -> !isFolder(item)).forEach(item -> delete(item.getName()));
    }

    @Override
    public Map<String, String> properties() {
        return Map.of();
    }

    @Override
    public void close() {
        files.close();
    }
}
