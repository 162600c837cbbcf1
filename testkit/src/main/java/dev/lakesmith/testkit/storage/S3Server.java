package dev.lakesmith.testkit.storage;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** S3 on this machine: real HTTP on a port of its own, signatures checked, objects kept in a folder. */
public final class S3Server implements AutoCloseable {

    private static final String REGION = "us-east-1";

    private final S3Proxy proxy;
    private final FilesystemNio2BlobStore store;
    private final String accessKeyId;
    private final String secretAccessKey;

    private S3Server(S3Proxy proxy, FilesystemNio2BlobStore store, String accessKeyId, String secretAccessKey) {
        this.proxy = proxy;
        this.store = store;
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
    }

    /** Who may ask a server. */
    public enum Callers {
        /** Who signs with the server's keys. */
        SIGNED,
        /** Anybody. */
        ANONYMOUS
    }

    /** A server that checks signatures; {@code folder} exists. */
    public static S3Server start(Path folder) {
        return start(folder, Callers.SIGNED);
    }

    /** A server for these callers; {@code folder} exists. */
    public static S3Server start(Path folder, Callers callers) {
        FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(folder.toString());
        String id = "key-" + UUID.randomUUID();
        String secret = UUID.randomUUID().toString();
        S3Proxy.Builder builder = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .ignoreUnknownHeaders(true);
        if (callers == Callers.SIGNED) {
            builder.awsAuthentication(AuthenticationType.AWS_V4, id, secret);
        }
        S3Proxy proxy = builder.build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
        return new S3Server(proxy, store, id, secret);
    }

    /** Makes a bucket; three characters at least. */
    public S3Server bucket(String name) {
        store.createContainer(name);
        return this;
    }

    /** Whether there is such an object. */
    public boolean has(String bucket, String key) {
        return store.blobExists(bucket, key);
    }

    /** Puts an object, as another program does. */
    public S3Server put(String bucket, String key, byte[] content) {
        store.putBlob(
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .contentLength((long) content.length)
                        .build(),
                new ByteArrayInputStream(content));
        return this;
    }

    /** Removes an object, as another program does. */
    public S3Server delete(String bucket, String key) {
        store.removeBlob(DeleteObjectRequest.builder().bucket(bucket).key(key).build());
        return this;
    }

    /** Where it listens; buckets are named by path. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The port of {@link #endpoint}. */
    public int port() {
        return proxy.getPort();
    }

    /** Any would do. */
    public String region() {
        return REGION;
    }

    /** The only key it knows. */
    public String accessKeyId() {
        return accessKeyId;
    }

    /** The secret of that key. */
    public String secretAccessKey() {
        return secretAccessKey;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not stop", e);
        }
        store.close();
    }
}
