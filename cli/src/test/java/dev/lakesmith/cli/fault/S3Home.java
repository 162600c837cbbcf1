package dev.lakesmith.cli.fault;

import dev.lakesmith.cloud.CloudFiles;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.catalog.JdbcCatalog;
import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.testkit.storage.Fault;
import dev.lakesmith.testkit.storage.Faults;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket of S3 behind a proxy that makes a share of the requests fail. The catalog is a file beside the project. What
 * the campaign itself reads does not go through the proxy.
 */
final class S3Home implements Home, AutoCloseable {

    private static final String BUCKET = "lakes";

    /** What becomes of the requests that fail. */
    private static final List<Fault> FAULTS = List.of(
            new Fault.Status(503),
            new Fault.Status(500, "InternalError", List.of()),
            new Fault.Reset(),
            new Fault.LostResponse(),
            new Fault.Truncated(100),
            new Fault.Latency(Duration.ofMillis(300)),
            new Fault.Drip(4096, Duration.ofMillis(5)));

    /** In a mapping of lines, its indentation comes before it. */
    private static final Pattern WAREHOUSE = Pattern.compile("(?<=\\n)( +)warehouse: \\./lake|warehouse: \\./lake");

    private final Path data;
    private final Path caches;
    private final S3Server server;
    private final FaultyProxy proxy;

    /**
     * @param folder for the bucket's objects
     * @param share of the requests that fail
     */
    S3Home(Path folder, double share, long seed) throws IOException {
        this.data = Files.createDirectories(folder.resolve("objects"));
        this.caches = folder.resolve("caches");
        this.server = S3Server.start(data).bucket(BUCKET);
        this.proxy = FaultyProxy.before(server.port());
        proxy.meet(Faults.share(share, seed, FAULTS));
    }

    private static String warehouse(Path project) {
        return "s3://" + BUCKET + "/" + project.getFileName();
    }

    @Override
    public void furnish(Path project) throws IOException {
        ELSEWHERE.put(project.toAbsolutePath(), this);
        Path file = project.resolve("lakesmith.yml");
        String text = Files.readString(file);
        String catalog = "catalog: { type: sqlite, path: ./catalog.db }";
        String storage = "storage: { endpoint: \"" + proxy.endpoint() + "\", region: " + server.region()
                + ", access_key_id: \"${env:S3_KEY_ID}\", secret_access_key: \"${env:S3_KEY_SECRET}\" }";
        Matcher line = WAREHOUSE.matcher(text);
        if (!line.find()) {
            throw new IllegalStateException("no warehouse: " + text);
        }
        String between = line.group(1) == null ? ", " : "\n" + line.group(1);
        String moved = line.replaceFirst(Matcher.quoteReplacement((line.group(1) == null ? "" : line.group(1))
                + "warehouse: \"" + warehouse(project) + "\"" + between + catalog + between + storage));
        Files.writeString(file, moved);
    }

    @Override
    public Lake open(Path project) {
        S3Options options = new S3Options(
                Optional.of(server.endpoint()),
                Optional.of(server.region()),
                S3Options.Addressing.BY_PATH,
                new S3Options.Access.Keys(server.accessKeyId(), server.secretAccessKey(), Optional.empty()),
                Optional.empty(),
                S3Options.STANDARD.encryption());
        return Lake.of(
                warehouse(project),
                JdbcCatalog.sqlite(project.resolve("catalog.db"), JdbcCatalog.NAME),
                Storage.of(
                        CloudFiles.with(options),
                        new CacheSettings(caches.resolve(project.getFileName().toString()), 1L << 30)));
    }

    @Override
    public boolean exists(Path project) {
        return Files.exists(project.resolve("catalog.db"));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("S3_KEY_ID", server.accessKeyId(), "S3_KEY_SECRET", server.secretAccessKey());
    }

    @Override
    public void age(Path project) throws IOException {
        Ageing.files(data.resolve(BUCKET).resolve(project.getFileName().toString()));
    }

    /** How many requests came, those that failed among them. */
    int requests() {
        return proxy.requests().size();
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
